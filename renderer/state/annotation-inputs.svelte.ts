import { checkEndpointUrl } from '../../preload/analysis/concepts/endpoint-url.ts'
import type { Request } from '../../preload/contract.ts'

type Settings = Request<'annotation/plan'>['settings']

/** What the user has chosen for a labelling by a language model. Nothing is filled in: nothing is sent unasked. */
export class AnnotationInputs {
  url = $state('')
  model = $state('')
  /** Held in memory only, and handed on once. */
  key = $state('')
  /** As typed: whole numbers, parted by commas or blanks. */
  seeds = $state('0, 1')
  takesRange = $state(false)
  firstLayer = $state(0)
  lastLayer = $state(0)
  nDirections = $state(20)
  nWords = $state(30)
  describeTemperature = $state(0.7)
  requestsPerMinute = $state(0)
  /** In any currency; null where it is not known. */
  pricePerMillionIn = $state<number | null>(null)
  pricePerMillionOut = $state<number | null>(null)

  readonly endpoint = $derived(checkEndpointUrl(this.url))
  readonly #seeds = $derived(
    this.seeds
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number)
  )

  /** The first thing that is missing or wrong, in plain words. */
  readonly problem = $derived.by((): string | null => {
    if (this.url.trim() === '') return 'Name the endpoint: nothing is sent before.'
    if (!this.endpoint.isUsable) return `Endpoint: ${this.endpoint.problem}.`
    if (this.model.trim() === '') return 'Name the model.'
    const seeds = this.#seeds
    const areSeeds = seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)
    if (seeds.length === 0 || seeds.length > 20 || !areSeeds) {
      return 'Seeds: one to twenty whole numbers.'
    }
    if (new Set(seeds).size < seeds.length) return 'Seeds: each only once.'
    if (this.takesRange && !(this.firstLayer >= 0 && this.firstLayer <= this.lastLayer)) {
      return 'The range of layers must go from a lower to a higher number.'
    }
    if (!Number.isInteger(this.nDirections) || this.nDirections < 1) {
      return 'The number of concepts must be a whole number from 1.'
    }
    if (!Number.isInteger(this.nWords) || this.nWords < 1 || this.nWords > 200) {
      return 'The number of words must be a whole number from 1 to 200.'
    }
    return null
  })

  /** @param layers  those that the result has */
  settings(layers: readonly number[]): Settings {
    return {
      url: this.endpoint.isUsable ? this.endpoint.url : this.url.trim(),
      model: this.model.trim(),
      seeds: [...this.#seeds],
      describeTemperature: this.describeTemperature,
      timeoutSeconds: 120,
      requestsPerMinute: this.requestsPerMinute,
      nRetries: 3,
      maxTokens: 256,
      nWords: this.nWords,
      layers: this.takesRange
        ? layers.filter((layer) => layer >= this.firstLayer && layer <= this.lastLayer)
        : null,
      nDirections: this.nDirections,
      pricePerMillionIn: this.pricePerMillionIn,
      pricePerMillionOut: this.pricePerMillionOut
    }
  }
}
