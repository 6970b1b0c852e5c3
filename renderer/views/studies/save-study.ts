import type { Request } from '../../../preload/contract.ts'
import { call, reportOf } from '../../api.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Shell } from '../../state/shell.svelte.ts'

/** Writes the report or the numbers of a stored study, at the L, b and p that are looked at. */
export async function saveReport(
  { toasts }: Pick<Shell, 'toasts'>,
  request: Request<'study/report'>
): Promise<void> {
  try {
    const saved = await call('study/report', request)
    if (saved) toasts.show(`Saved as ${visibleLine(saved.fileName)}`)
  } catch (thrown) {
    toasts.show(reportOf(thrown).message)
  }
}
