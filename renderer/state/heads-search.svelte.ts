import { searchRelations } from '../../preload/analysis/heads/relation-search.ts'
import type { HeadsRecord } from '../../preload/data.ts'
import type { HitMeasure } from '../views/heads/head-hits.ts'
import { searchableWords, suggestWords } from '../views/concepts/find-words.ts'

const nSuggestions = 12

/** A word, or a pair of words, that is looked for in every head of both models. */
export class HeadsSearch {
  word = $state('')
  /** Empty: any relation of the word. */
  other = $state('')
  /** What the grid shows of a head. */
  measure = $state<HitMeasure>('either')
  #record: () => HeadsRecord | null

  constructor(record: () => HeadsRecord | null) {
    this.#record = record
  }

  // A partial record grows, its terms do not: only another list is made ready again.
  readonly #terms = $derived.by(() => this.#record()?.terms ?? [])
  readonly #lower = $derived(searchableWords(this.#terms))

  /** Null while nothing is asked for. */
  readonly found = $derived.by(() => {
    const record = this.#record()
    if (!record || this.word.trim() === '') return null
    return searchRelations(record, this.word, this.other.trim() === '' ? undefined : this.other)
  })

  suggestions(text: string): readonly string[] {
    return suggestWords(this.#lower, text, nSuggestions).map((line) => this.#terms[line]!)
  }

  clear(): void {
    this.word = ''
    this.other = ''
  }
}
