import type { JobState, JobStatus } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { ServiceHandle } from '../../service/start-service.ts'
import type { ExitCode } from '../exit-codes.ts'
import { runStoredJob } from '../run-stored-job.ts'
import { deliverStudy } from './study-delivery.ts'
import { studyFiles } from './study-files.ts'
import { readStudyResume } from './study-options.ts'
import type { Terminal } from '../terminal.ts'

const resumable: readonly JobState[] = ['paused', 'interrupted', 'cancelled', 'failed']

/**
 * `study resume`: goes on with a study that was stopped half-way.
 *
 * @param id  the first characters of a job's id; undefined takes the newest
 */
export async function runStudyResume(
  id: string | undefined,
  options: unknown,
  terminal: Terminal
): Promise<ExitCode> {
  const words = readStudyResume(options)
  return runStoredJob(
    {
      title: words.title,
      files: studyFiles(words.files).map(({ path }) => path),
      start: null,
      unfinished: async (service) => {
        const { jobId, unitsDone, title } = await findStudy(service, id)
        terminal.note(`study: ${title}`)
        return { jobId, unitsDone }
      },
      deliver: (service, jobId, resultId) => deliverStudy(service, jobId, resultId, words)
    },
    terminal
  )
}

/** @throws AppError `request/invalid` when none, or more than one, is meant */
async function findStudy(service: ServiceHandle, id: string | undefined): Promise<JobStatus> {
  const jobs = (await service.call('job/list', null))
    .filter(({ kind, state }) => kind === 'study' && resumable.includes(state))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  if (id === undefined) {
    if (jobs[0] !== undefined) return jobs[0]
    throw new AppError('request/invalid', 'study: none was stopped half-way', {
      hint: 'Start one with study run.'
    })
  }
  const [only, another] = jobs.filter(({ jobId }) => jobId.startsWith(id))
  if (only !== undefined && another === undefined) return only
  const found = only === undefined ? 'none was stopped half-way' : 'several begin so'
  const known = jobs.map(({ jobId }) => jobId).join(', ')
  throw new AppError('request/invalid', `study "${id}": ${found}`, {
    hint: known === '' ? 'Start one with study run.' : `These can go on: ${known}.`
  })
}
