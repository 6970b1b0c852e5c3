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
  /** Kept whole, so that the details stay when the list is read anew. */
  selected = $state.raw<ResultRow | null>(null)
  isLoaded = $state(false)
  error = $state.raw<ErrorReport>()

  readonly isFiltered = $derived(this.text.trim() !== '' || this.tag !== null)

  /** Replaced whole when a chunk arrives, so that rows read from it are drawn again. */
  #chunks = $state.raw<ReadonlyMap<number, readonly ResultRow[]>>(new Map())
  #asked = new Set<number>()
  /** The chunks in sight. */
  #shown: readonly number[] = [0]
  #ticket = 0
  /** The next answer belongs to a new question and replaces every row. */
  #startsAnew = false
  #timer: ReturnType<typeof setTimeout> | undefined

  get selectedId(): string | null {
    return this.selected?.resultId ?? null
  }

  /** The row at a place of the list, undefined while it is on its way. */
  row(index: number): ResultRow | undefined {
    return this.#chunks.get(Math.floor(index / chunkRows))?.[index % chunkRows]
  }

  indexOf(resultId: string | null): number {
    if (resultId === null) return -1
    for (const [chunk, rows] of this.#chunks) {
      const at = rows.findIndex((row) => row.resultId === resultId)
      if (at >= 0) return chunk * chunkRows + at
    }
    return -1
  }

  select(row: ResultRow | null): void {
    this.selected = row
  }

  /** Chooses a result by its name, if it is among those that were read. */
  selectById(resultId: string): void {
    const at = this.indexOf(resultId)
    if (at >= 0) this.selected = this.row(at) ?? null
  }

  /** Moves the choice off a row that is about to go: to the next one, else the one before. */
  selectNeighbour(resultId: string): void {
    if (this.selectedId !== resultId) return
    const at = this.indexOf(resultId)
    this.selected = at < 0 ? null : (this.row(at + 1) ?? this.row(at - 1) ?? null)
  }

  /** The newest rows, for the side bar. */
  recent(nRows: number): readonly ResultRow[] {
    return (this.#chunks.get(0) ?? []).slice(0, nRows)
  }

  /** Asks for the chunks that hold rows `first` to `last`, once each. */
  async show(first: number, last: number): Promise<void> {
    const to = Math.floor(Math.max(first, Math.min(last, this.nMatching - 1)) / chunkRows)
    const wanted: number[] = []
    for (let chunk = Math.floor(first / chunkRows); chunk <= to; chunk++) wanted.push(chunk)
    this.#shown = wanted
    await Promise.all(wanted.map((chunk) => this.#read(chunk)))
  }

  /** Asks the question anew; the old rows stay on screen until the first answer. */
  async reload(): Promise<void> {
    clearTimeout(this.#timer)
    this.#ticket++
    this.#asked.clear()
    this.#shown = [0]
    this.#startsAnew = true
    await this.#read(0)
  }

  /** Reads what is in sight again after the store changed; the place in the list stays. */
  async refresh(): Promise<void> {
    this.#ticket++
    this.#asked.clear()
    const [first = 0, ...others] = this.#shown
    await Promise.all([first, ...others].map((chunk) => this.#read(chunk)))
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
    const changed = (row: ResultRow) => (row.resultId === resultId ? { ...row, ...changes } : row)
    this.#chunks = new Map([...this.#chunks].map(([chunk, rows]) => [chunk, rows.map(changed)]))
    if (this.selected) this.selected = changed(this.selected)
  }

  async #read(chunk: number): Promise<void> {
    if (this.#asked.has(chunk)) return
    this.#asked.add(chunk)
    const ticket = this.#ticket
    try {
      const page = await call('library/list', {
        text: this.text.trim(),
        tag: this.tag,
        sort: this.sort,
        offset: chunk * chunkRows,
        limit: chunkRows
      })
      if (ticket !== this.#ticket) return
      this.#chunks = new Map([...(this.#startsAnew ? [] : this.#chunks), [chunk, page.rows]])
      this.#startsAnew = false
      this.nMatching = page.nMatching
      this.tags = page.tags
      this.isLoaded = true
      this.error = undefined
      const again = page.rows.find(({ resultId }) => resultId === this.selectedId)
      if (again) this.selected = again
    } catch (thrown) {
      if (ticket !== this.#ticket) return
      this.#asked.delete(chunk)
      this.error = reportOf(thrown)
    }
  }
}
