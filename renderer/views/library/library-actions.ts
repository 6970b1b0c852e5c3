/** What can be done with stored results: each asks main, shows it at once, and says what went wrong. */
import type { ResultRow } from '../../../preload/data.ts'
import { call, reportOf } from '../../api.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Shell } from '../../state/shell.svelte.ts'

export type ExportFormat = 'shiftlens' | 'json' | 'csv'

export interface LibraryActions {
  rename(row: ResultRow, title: string): Promise<void>
  annotate(row: ResultRow, changes: { note?: string; tags?: readonly string[] }): Promise<void>
  remove(row: ResultRow): Promise<void>
  export(row: ResultRow, format: ExportFormat): Promise<void>
  import(): Promise<void>
}

export function libraryActions({ library, recentResults, toasts }: Shell): LibraryActions {
  /** Runs one request; an error goes above the list and what was shown early is read again. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      await library.refresh()
      library.error = reportOf(thrown)
    }
  }

  function amend(row: ResultRow, changes: Partial<ResultRow>) {
    library.amend(row.resultId, changes)
    recentResults.amend(row.resultId, changes)
  }

  return {
    rename: (row, title) =>
      attempt(async () => {
        const trimmed = title.trim()
        if (trimmed === '' || trimmed === row.title) return
        amend(row, { title: trimmed })
        await call('result/rename', { resultId: row.resultId, title: trimmed })
      }),

    annotate: (row, { note = row.note, tags = row.tags }) =>
      attempt(async () => {
        amend(row, { note, tags })
        await call('result/annotate', { resultId: row.resultId, note, tags: [...tags] })
      }),

    remove: (row) =>
      attempt(async () => {
        library.selectNeighbour(row.resultId)
        await call('result/delete', { resultId: row.resultId })
        toasts.show(`Deleted “${visibleLine(row.title)}”`, {
          label: 'Undo',
          run: () =>
            void attempt(async () => {
              await call('result/restore', { resultId: row.resultId })
              await library.refresh()
              library.select(row)
            })
        })
        await library.refresh()
      }),

    export: (row, format) =>
      attempt(async () => {
        const saved = await call('result/export', { resultId: row.resultId, format })
        if (saved) toasts.show(`Saved as ${visibleLine(saved.fileName)}`)
      }),

    import: () =>
      attempt(async () => {
        const imported = await call('result/import', {})
        if (!imported) return
        await library.reload()
        library.selectById(imported.resultId)
        toasts.show('Imported one result')
      })
  }
}
