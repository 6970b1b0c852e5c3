/** The stored results that match a query, read in chunks as the list is scrolled. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { LibraryPage, LibraryQuery, ResultRow } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

export const chunkRows = 200
export const typingPauseMs = 120

export class LibraryState {
  text = $state('')
  tag = $state<string | null>(null)
  sort = $state<LibraryQuery['sort']>('newest')
  nMatching = $state(0)
  tags = $state.raw<LibraryPage['tags']>([])
  selectedId = $state<string | null>(null)
  isLoaded = $state(false)
  error = $state.raw<ErrorReport>()

  readonly isFiltered = $derived(this.text.trim() !== '' || this.tag !== null)

  /** Replaced whole when a chunk arrives, so that rows read from it are drawn again. */
  #chunks = $state.raw<ReadonlyMap<number, readonly ResultRow[]>>(new Map())
  #asked = new Set<number>()
  #query = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** The row at a place of the list, undefined while it is on its way. */
  row(index: number): ResultRow | undefined {
    return this.#chunks.get(Math.floor(index / chunkRows))?.[index % chunkRows]
  }

  get selected(): ResultRow | undefined {
    for (const chunk of this.#chunks.values()) {
      const row = chunk.find(({ resultId }) => resultId === this.selectedId)
      if (row) return row
    }
    return undefined
  }

  indexOf(resultId: string | null): number {
    for (const [chunk, rows] of this.#chunks) {
      const at = rows.findIndex((row) => row.resultId === resultId)
      if (at >= 0) return chunk * chunkRows + at
    }
    return -1
  }

  /** The newest rows, for the side bar. */
  recent(nRows: number): readonly ResultRow[] {
    return (this.#chunks.get(0) ?? []).slice(0, nRows)
  }

  /** Asks for the chunks that hold rows `first` to `last`, once each. */
  async show(first: number, last: number): Promise<void> {
    const to = Math.floor(Math.max(first, Math.min(last, this.nMatching - 1)) / chunkRows)
    const wanted = []
    for (let chunk = Math.floor(first / chunkRows); chunk <= to; chunk++) wanted.push(chunk)
    await Promise.all(wanted.map((chunk) => this.#read(chunk)))
  }

  /** Forgets what was read and asks again, keeping the old rows on screen until the new ones come. */
  async reload(): Promise<void> {
    clearTimeout(this.#timer)
    this.#query++
    this.#asked.clear()
    await this.#read(0)
  }

  search(text: string): void {
    this.text = text
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.reload(), typingPauseMs)
  }

  filter(tag: string | null): Promise<void> {
    this.tag = tag
    return this.reload()
  }

  order(sort: LibraryQuery['sort']): Promise<void> {
    this.sort = sort
    return this.reload()
  }

  /** Shows a change of one row at once; the store's own answer follows with `library/changed`. */
  amend(resultId: string, changes: Partial<ResultRow>): void {
    this.#chunks = new Map(
      [...this.#chunks].map(([chunk, rows]) => [
        chunk,
        rows.map((row) => (row.resultId === resultId ? { ...row, ...changes } : row))
      ])
    )
  }

  async #read(chunk: number): Promise<void> {
    if (this.#asked.has(chunk)) return
    this.#asked.add(chunk)
    const query = this.#query
    try {
      const page = await call('library/list', {
        text: this.text.trim(),
        tag: this.tag,
        sort: this.sort,
        offset: chunk * chunkRows,
        limit: chunkRows
      })
      if (query !== this.#query) return
      // The first chunk of a new query replaces the old query's rows.
      const kept = chunk === 0 ? [] : [...this.#chunks]
      this.#chunks = new Map([...kept, [chunk, page.rows]])
      this.nMatching = page.nMatching
      this.tags = page.tags
      this.isLoaded = true
      this.error = undefined
    } catch (thrown) {
      if (query !== this.#query) return
      this.#asked.delete(chunk)
      this.error = reportOf(thrown)
    }
  }
}
