import { call, reportOf } from '../../api.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import { saveFile } from '../../state/save-file.ts'
import type { Shell } from '../../state/shell.svelte.ts'
import type { ConceptsFile } from './concepts-files.ts'

/** Saves a page or a chart in a format that it has. */
export function saveConcepts(
  { toasts }: Pick<Shell, 'toasts'>,
  { name, picture, csv }: ConceptsFile,
  format: 'png' | 'svg' | 'csv'
): void {
  if (format === 'csv') {
    if (csv) void saveFile(toasts, name, format, () => ({ text: csv() }))
  } else if (picture) void saveFile(toasts, name, format, () => ({ picture: picture() }))
}

/** Writes the whole stored result. */
export async function exportResult(
  { toasts }: Pick<Shell, 'toasts'>,
  resultId: string,
  format: 'json' | 'shiftlens'
): Promise<void> {
  try {
    const saved = await call('result/export', { resultId, format })
    if (saved) toasts.show(`Saved as ${visibleLine(saved.fileName)}`)
  } catch (thrown) {
    toasts.show(reportOf(thrown).message)
  }
}
