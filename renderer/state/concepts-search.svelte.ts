import type { ErrorReport } from '../../preload/contract.ts'
import type { WordHit } from '../../preload/analysis/concepts/record.ts'
import type { ConceptsRecord, PartSource } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import { searchableWords, suggestWords } from '../views/concepts/find-words.ts'

/** More strips than that do not fit below each other. */
export const mostWords = 8
const nSuggestions = 12

/** Words that are looked for in every layer of both models. */
export class ConceptsSearch {
  query = $state('')
  /** Lines of the word list, in the order they were chosen. */
  words = $state.raw<readonly number[]>([])
  hits = $state.raw<readonly WordHit[]>([])
  isSearching = $state(false)
  error = $state.raw<ErrorReport>()

  #record: () => ConceptsRecord | null
  #ticket = 0

  constructor(record: () => ConceptsRecord | null) {
    this.#record = record
  }

  // A partial record grows, its list of words does not: only another list is made ready again.
  readonly #list = $derived.by(() => this.#record()?.words)
  readonly #lower = $derived(searchableWords(this.#list ?? []))
  readonly suggestions = $derived(suggestWords(this.#lower, this.query, nSuggestions))
  readonly isFull = $derived(this.words.length >= mostWords)

  add(word: number): void {
    this.query = ''
    if (!this.words.includes(word) && !this.isFull) this.words = [...this.words, word]
  }

  remove(word: number): void {
    this.words = this.words.filter((other) => other !== word)
  }

  /** Asks where the chosen words stand. The newest question wins. */
  async find(source: PartSource, words: readonly number[]): Promise<void> {
    const ticket = ++this.#ticket
    this.error = undefined
    if (words.length === 0) {
      this.hits = []
      this.isSearching = false
      return
    }
    this.isSearching = true
    try {
      const hits = await call('concepts/find-words', { source, words: [...words] })
      if (ticket === this.#ticket) this.hits = hits
    } catch (thrown) {
      if (ticket === this.#ticket) this.error = reportOf(thrown)
    } finally {
      if (ticket === this.#ticket) this.isSearching = false
    }
  }

  /** Lines mean other words in another result. */
  clear(): void {
    this.#ticket++
    this.query = ''
    this.words = []
    this.hits = []
    this.isSearching = false
    this.error = undefined
  }
}
