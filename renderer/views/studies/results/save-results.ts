/** Tables and pictures of the result pages as files, and tables on the clipboard. */
import { chartsPictureSvg, type ChartsPicture } from '../../../pictures/charts-picture.ts'
import { fileName, saveFile } from '../../../state/save-file.ts'
import type { Shell } from '../../../state/shell.svelte.ts'
import { tableCsv, tableText, type StatTable } from './tables/stat-table.ts'

type Told = Pick<Shell, 'toasts'>

export function saveTable({ toasts }: Told, table: StatTable, mode: string): void {
  void saveFile(toasts, fileName('study', table.title, mode), 'csv', () => ({
    text: tableCsv(table)
  }))
}

export async function copyTable({ toasts }: Told, table: StatTable): Promise<void> {
  try {
    await navigator.clipboard.writeText(tableText(table))
    toasts.show(`Copied: ${table.title}`)
  } catch {
    // The clipboard may be denied; the table can still be marked and copied by hand.
    toasts.show('The table could not be copied. Save it as CSV, or mark it with the mouse.')
  }
}

export function savePicture(
  { toasts }: Told,
  picture: () => ChartsPicture,
  mode: string,
  format: 'png' | 'svg'
): void {
  const made = picture()
  void saveFile(toasts, fileName('study', made.title, mode), format, () => ({
    picture: chartsPictureSvg(made)
  }))
}
