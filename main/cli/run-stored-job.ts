import type { JobError, JobStatus } from '../../preload/data.ts'
import { AppError, reviveError } from '../errors.ts'
import type { ErrorReport } from '../errors.ts'
import { assertWritable } from '../exports/atomic-write.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { followJob } from './follow-job.ts'
import { shortId } from './result-id.ts'
import type { Terminal } from './terminal.ts'
import { withService } from './with-service.ts'

/** A run whose result goes to the library and to files. */
export interface StoredRun {
  /** Shown in the library; null keeps the run's own. */
  readonly title: string | null
  /** Absolute; each is tried before anything is computed. */
  readonly files: readonly string[]
  /** What the other steps build on, and what is told before they cost anything. */
  prepare?(service: ServiceHandle): Promise<void>
  /** Null where a run that was stopped can only go on as it is. */
  readonly start: ((service: ServiceHandle) => Promise<{ readonly jobId: string }>) | null
  /** An equal run that was stopped half-way; null where a run is too short to be taken up again. */
  readonly unfinished:
    | ((
        service: ServiceHandle
      ) => Promise<{ readonly jobId: string; readonly unitsDone: number } | null>)
    | null
  /**
   * Writes the files of a job that is done, and gives what the terminal shows.
   *
   * @param resultId  in the library; null where it could not be stored
   */
  deliver(
    service: ServiceHandle,
    jobId: string,
    resultId: string | null
  ): Promise<string | Delivered>
}

export interface Delivered {
  readonly text: string
  /** What of the result is missing, told with exit code `partial`; null where nothing is. */
  readonly missing: string | null
}

/**
 * Runs a job, stores its result, writes its files and prints it. An equal run that was stopped half-way is
 * taken up again; while the store is someone else's, nothing is stored.
 */
export async function runStoredJob(run: StoredRun, terminal: Terminal): Promise<ExitCode> {
  for (const file of run.files) await assertWritable(file)
  return withService('store-or-memory', terminal, async (service) => {
    const { storeProblem } = await service.call('service/status', null)
    if (storeProblem !== null) {
      // A run that was stopped lies in the store alone.
      if (run.start === null) throw reported(storeProblem)
      terminal.note(notStored(storeProblem))
    }
    await run.prepare?.(service)
    const end = await computeOrResume(service, terminal, run)
    if (end.state === 'cancelled') {
      if (run.unfinished === null) await service.call('job/discard', { jobId: end.jobId })
      terminal.note(whatIsKept(end, storeProblem === null && run.unfinished !== null))
      return exitCodes.interrupted
    }
    if (end.state !== 'done') throw endedBadly(end)
    const resultId = storeProblem === null ? end.resultId : null
    const delivered = await run.deliver(service, end.jobId, resultId)
    const { text, missing } =
      typeof delivered === 'string' ? { text: delivered, missing: null } : delivered
    terminal.out(text)
    for (const file of run.files) terminal.note(`written: ${file}`)
    if (missing !== null) terminal.note(`partial: ${missing}`)
    if (resultId === null) {
      terminal.note('not stored in the library')
      return exitCodes.partial
    }
    if (run.title !== null) await service.call('result/rename', { resultId, title: run.title })
    terminal.note(`in the library: ${shortId(resultId)}`)
    return missing === null ? exitCodes.success : exitCodes.partial
  })
}

/** Follows the run to its end, from the units of an earlier try where there is one. */
async function computeOrResume(
  service: ServiceHandle,
  terminal: Terminal,
  run: StoredRun
): Promise<JobStatus> {
  const unfinished = run.unfinished && (await run.unfinished(service))
  const { start: startRun } = run
  const start = startRun === null ? null : () => startRun(service)
  if (unfinished === null) {
    if (start !== null) return followJob(service, terminal, start)
    throw new AppError('request/invalid', 'the run cannot go on: it was not stopped half-way')
  }
  const { jobId, unitsDone } = unfinished
  terminal.note(`going on with the run that was stopped after ${unitsDone} steps`)
  const end = await followJob(service, terminal, async () => {
    await service.call('job/resume', { jobId })
    return { jobId }
  })
  if (end.error?.code !== 'checkpoint/changed' || start === null) return end
  terminal.note(`${end.error.message}; starting anew`)
  await service.call('job/discard', { jobId })
  return followJob(service, terminal, start)
}

/** The error of a job that failed or was held up. */
export function endedBadly({ error, state }: JobStatus): AppError {
  if (error === null) return new AppError('engine/stopped', `the run is ${state}, expected done`)
  return reported(error)
}

function reported(error: JobError): AppError {
  // The service passes an error's code through as it is.
  return reviveError(error as ErrorReport)
}

function notStored({ message, hint }: { message: string; hint?: string }): string {
  const advice = hint === undefined ? '' : ` ${hint}`
  return `${message}: this run is computed but not stored.${advice}`
}

function whatIsKept({ unitsDone, unitsTotal }: JobStatus, isStored: boolean): string {
  if (!isStored || unitsDone === 0) return 'stopped; nothing was kept'
  const of = unitsTotal > 0 ? ` of ${unitsTotal}` : ''
  return `stopped; ${unitsDone}${of} steps are kept: the same command goes on from there`
}
