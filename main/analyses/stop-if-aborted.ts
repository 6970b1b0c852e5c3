import { setImmediate } from 'node:timers/promises'
import { AppError } from '../errors.ts'

/**
 * Called between blocks of work: lets waiting messages in, of which the abort is one, and stops there.
 *
 * @throws AppError `job/cancelled` once the signal is aborted
 */
export async function stopIfAborted(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return
  await setImmediate()
  if (signal.aborted) throw new AppError('job/cancelled', 'the run was stopped')
}
