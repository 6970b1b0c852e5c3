import {
  defaultConceptsSettings,
  type ConceptsSettings
} from '../../preload/analysis/concepts/record.ts'
import type { Request } from '../../preload/contract.ts'

export interface PickedWords {
  readonly handle: string
  readonly name: string
}

/** Largest index that the contract takes. */
const largestLayer = 100_000

/** What the user has chosen for the next run over a pair's layers. */
export class ConceptsInputs {
  takesRange = $state(false)
  firstLayer = $state(0)
  lastLayer = $state(0)
  nDirections = $state(defaultConceptsSettings.nDirections)
  /** Null takes the tokenizer's whole words. */
  words = $state.raw<PickedWords | null>(null)
  partnerThreshold = $state(defaultConceptsSettings.partnerThreshold)
  keepDirections = $state(defaultConceptsSettings.keepDirections)

  /** The first thing that keeps a run from starting, in plain words; null when nothing does. */
  problem(nLayers: number): string | null {
    if (this.takesRange) {
      const { firstLayer, lastLayer } = this
      const isWhole = Number.isInteger(firstLayer) && Number.isInteger(lastLayer)
      if (!isWhole || firstLayer < 0 || lastLayer < firstLayer) {
        return 'The range of layers must go from a lower to a higher number, from 0.'
      }
      if (lastLayer >= Math.min(nLayers, largestLayer)) {
        return `The range ends at layer ${lastLayer}, but the last layer is ${nLayers - 1}.`
      }
    }
    if (!Number.isInteger(this.nDirections) || this.nDirections < 1) {
      return 'The number of directions R must be a whole number from 1.'
    }
    if (!(this.partnerThreshold >= 0 && this.partnerThreshold <= 1)) {
      return 'The partner threshold is a |cos|, from 0 to 1.'
    }
    return null
  }

  /** Of a record, so that the same can be asked for again. */
  fill({ layers, nDirections, partnerThreshold, keepDirections }: ConceptsSettings): void {
    this.takesRange = layers !== null
    this.firstLayer = layers?.[0] ?? 0
    this.lastLayer = layers?.at(-1) ?? 0
    this.nDirections = nDirections
    this.partnerThreshold = partnerThreshold
    this.keepDirections = keepDirections
  }

  settings(nThreads: number): Request<'concepts/start'>['settings'] {
    const { firstLayer, lastLayer } = this
    return {
      layers: this.takesRange
        ? Array.from({ length: lastLayer - firstLayer + 1 }, (_, i) => firstLayer + i)
        : null,
      nDirections: this.nDirections,
      nWords: defaultConceptsSettings.nWords,
      nRandom: defaultConceptsSettings.nRandom,
      partnerThreshold: this.partnerThreshold,
      keepDirections: this.keepDirections,
      nThreads
    }
  }
}
