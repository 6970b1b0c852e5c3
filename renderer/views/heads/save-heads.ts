import { saveFile } from '../../state/save-file.ts'
import type { Shell } from '../../state/shell.svelte.ts'
import type { HeadsFile } from './heads-files.ts'

/** Saves a page's picture, or its first table. */
export function saveHeads(
  { toasts }: Pick<Shell, 'toasts'>,
  { name, picture, tables }: HeadsFile,
  format: 'png' | 'svg' | 'csv'
): void {
  const table = tables[0]
  if (format === 'csv') {
    if (table)
      void saveFile(
        toasts,
        `${name}-${table.label.toLowerCase().replaceAll(' ', '-')}`,
        format,
        () => ({ text: table.csv() })
      )
  } else if (picture) void saveFile(toasts, name, format, () => ({ picture: picture() }))
}
