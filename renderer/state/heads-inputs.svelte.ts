import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import type { Request } from '../../preload/contract.ts'
import { LayerRange } from './layer-range.svelte.ts'

export interface PickedFile {
  readonly handle: string
  readonly name: string
}

/** Largest number of words a side that the contract takes. */
const mostTop = 10_000

/** What the user has chosen for the next run over a pair's heads. */
export class HeadsInputs {
  readonly range = new LayerRange()
  /** Words a side of each dimension, K. */
  nTop = $state(defaultHeadsSettings.nTop)
  /** Null takes the tokenizer's whole words. */
  words = $state.raw<PickedFile | null>(null)
  /** Null takes the base model's input embeddings. */
  similarity = $state.raw<PickedFile | null>(null)

  /** Every neuron pair stays with the result, and not only the most similar ones of each dimension. */
  keepsAllPairs = $state(false)

  /** The first thing that keeps a run from starting, in plain words; null when nothing does. */
  problem(nLayers: number): string | null {
    const outOfRange = this.range.problem(nLayers)
    if (outOfRange !== null) return outOfRange
    if (!Number.isInteger(this.nTop) || this.nTop < 1 || this.nTop > mostTop) {
      return `The words a side K must be a whole number from 1 to ${mostTop}.`
    }
    return null
  }

  settings(nThreads: number): Request<'heads/start'>['settings'] {
    return {
      ...defaultHeadsSettings,
      layers: this.range.layers,
      nTop: this.nTop,
      nShownPairs: this.keepsAllPairs ? null : defaultHeadsSettings.nShownPairs,
      nThreads
    }
  }
}
