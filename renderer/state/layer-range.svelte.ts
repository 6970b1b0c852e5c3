/** Largest index that the contract takes. */
const largestLayer = 100_000

/** Which layers a run goes over: all of them, or from one to another. */
export class LayerRange {
  isOn = $state(false)
  first = $state(0)
  last = $state(0)

  /** Turned on, it begins with all layers, so that there is something to narrow. */
  turn(isOn: boolean, nLayers: number): void {
    this.isOn = isOn
    if (isOn && this.last === 0) this.last = nLayers - 1
  }

  /** Why the range cannot be taken, in plain words; null when it can. */
  problem(nLayers: number): string | null {
    if (!this.isOn) return null
    const { first, last } = this
    if (!Number.isInteger(first) || !Number.isInteger(last) || first < 0 || last < first) {
      return 'The range of layers must go from a lower to a higher number, from 0.'
    }
    return last >= Math.min(nLayers, largestLayer)
      ? `The range ends at layer ${last}, but the last layer is ${nLayers - 1}.`
      : null
  }

  /** Ascending indices; null for every layer. */
  get layers(): number[] | null {
    if (!this.isOn) return null
    return Array.from({ length: this.last - this.first + 1 }, (_, i) => this.first + i)
  }
}
