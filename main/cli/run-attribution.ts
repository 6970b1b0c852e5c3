import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import type { JobStatus } from '../../preload/data.ts'
import { AppError, reviveError } from '../errors.ts'
import type { ErrorReport } from '../errors.ts'
import { assertWritable, writeAtomically } from '../exports/atomic-write.ts'
import { attributionJson } from '../exports/attribution-json.ts'
import type { AttributionRequest } from '../service/contract.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import { comparisonText } from './comparison-text.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { followJob } from './follow-job.ts'
import { shortId } from './result-id.ts'
import type { Terminal } from './terminal.ts'
import { withService } from './with-service.ts'

export interface AttributionRun {
  readonly request: AttributionRequest
  /** Shown in the library; null takes the first words of the prompt. */
  readonly title: string | null
  /** Absolute; null writes no file. */
  readonly jsonFile: string | null
}

/**
 * Runs an attribution, stores it, writes the file and prints the comparison. An equal run that was
 * stopped half-way is taken up again; while the store is someone else's, nothing is stored.
 */
export async function runAttribution(run: AttributionRun, terminal: Terminal): Promise<ExitCode> {
  if (run.jsonFile !== null) await assertWritable(run.jsonFile)
  return withService('store-or-memory', terminal, async (service) => {
    const { storeProblem } = await service.call('service/status', null)
    if (storeProblem !== null) terminal.note(notStored(storeProblem))
    const end = await computeOrResume(service, terminal, run.request)
    if (end.state === 'cancelled') {
      terminal.note(whatIsKept(end, storeProblem === null))
      return exitCodes.interrupted
    }
    const record = await recordOf(service, end)
    if (run.jsonFile !== null) await writeAtomically(run.jsonFile, attributionJson(record))
    terminal.out(comparisonText(record))
    if (run.jsonFile !== null) terminal.note(`written: ${run.jsonFile}`)
    if (storeProblem !== null) {
      terminal.note('not stored in the library')
      return exitCodes.partial
    }
    const resultId = end.resultId ?? ''
    if (run.title !== null) await service.call('result/rename', { resultId, title: run.title })
    terminal.note(`in the library: ${shortId(resultId)}`)
    return exitCodes.success
  })
}

/** Follows the request to its end, from the units of an earlier try where there is one. */
async function computeOrResume(
  service: ServiceHandle,
  terminal: Terminal,
  request: AttributionRequest
): Promise<JobStatus> {
  const start = () => service.call('attribution/start', request)
  const unfinished = await service.call('attribution/unfinished', request)
  if (unfinished === null) return followJob(service, terminal, start)
  const { jobId, unitsDone } = unfinished
  terminal.note(`going on with the run that was stopped after ${unitsDone} steps`)
  const end = await followJob(service, terminal, async () => {
    await service.call('job/resume', { jobId })
    return { jobId }
  })
  if (end.error?.code !== 'checkpoint/changed') return end
  terminal.note(`${end.error.message}; starting anew`)
  await service.call('job/discard', { jobId })
  return followJob(service, terminal, start)
}

async function recordOf(service: ServiceHandle, end: JobStatus): Promise<AttributionRecord> {
  if (end.state === 'done') return service.call('attribution/result', { jobId: end.jobId })
  throw endedBadly(end)
}

/** The error of a job that failed or was held up. */
export function endedBadly({ error, state }: JobStatus): AppError {
  if (error === null) return new AppError('engine/stopped', `the run is ${state}, expected done`)
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
