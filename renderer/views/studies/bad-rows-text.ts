import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import { visibleLine } from '../../components/words/visible-text.ts'

/** Bad rows for the clipboard: one a line, the place and the problem parted by a tab. */
export function badRowsText(rows: readonly BadRow[], place: 'line' | 'row'): string {
  return rows.map(({ line, problem }) => `${place} ${line}\t${visibleLine(problem)}`).join('\n')
}
