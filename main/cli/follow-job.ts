import type { JobState, JobStatus } from '../../preload/data.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import { exitCodes } from './exit-codes.ts'
import { listenForInterrupts } from './interrupts.ts'
import type { Terminal } from './terminal.ts'

const underWay: readonly JobState[] = ['queued', 'running', 'cancelling']

/**
 * Starts or resumes a job and follows it until it rests, with a bar on a terminal. The first Ctrl+C
 * cancels it, a second one ends the program at once.
 *
 * @param begin  calls the service; its job's events are awaited from before the call
 * @returns the job's last status: done, cancelled, failed, paused or interrupted
 */
export async function followJob(
  service: ServiceHandle,
  terminal: Terminal,
  begin: () => Promise<{ readonly jobId: string }>
): Promise<JobStatus> {
  const interrupts = listenForInterrupts()
  const progress = terminal.progress()
  const latest = new Map<string, JobStatus>()
  let changed = (_: JobStatus): void => undefined
  service.on({
    'job/changed': (status) => {
      latest.set(status.jobId, status)
      changed(status)
    }
  })
  interrupts.onSecond(() => {
    progress.end()
    process.exit(exitCodes.interrupted)
  })
  try {
    const { jobId } = await begin()
    interrupts.onFirst(() => {
      terminal.note('stopping; Ctrl+C again ends it at once')
      // A job that has come to rest meanwhile needs no cancel, and its own end is told.
      void service.call('job/cancel', { jobId }).catch(() => undefined)
    })
    return await new Promise<JobStatus>((resolve) => {
      changed = (status) => {
        if (status.jobId !== jobId) return
        progress.show(status.fraction, status.phase || status.state, status.remainingMs)
        if (!underWay.includes(status.state)) resolve(status)
      }
      const known = latest.get(jobId)
      if (known !== undefined) changed(known)
    })
  } finally {
    progress.end()
    interrupts.release()
  }
}
