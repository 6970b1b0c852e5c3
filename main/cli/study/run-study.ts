import type { DatasetPreview } from '../../../preload/analysis/studies/dataset.ts'
import { AppError } from '../../errors.ts'
import type { StudyRequest } from '../../service/contract.ts'
import type { ServiceHandle } from '../../service/start-service.ts'
import type { ExitCode } from '../exit-codes.ts'
import { runStoredJob } from '../run-stored-job.ts'
import { ambiguityNote, badRowLines, studyDatasetText } from './study-dataset-text.ts'
import { deliverStudy } from './study-delivery.ts'
import { studyFiles } from './study-files.ts'
import { readStudyRun, type StudyRunWords } from './study-options.ts'
import { gigabytes, isMemoryShort, studyPlanText } from './study-plan-text.ts'
import { mappingOf, settingsOf } from './study-settings.ts'
import type { Terminal } from '../terminal.ts'

/** `study run`: attributions over a data set in one model or a pair, with the tables and tests. */
export async function runStudy(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const words = readStudyRun(options)
  // Known once the data set is read, which `prepare` does before either is asked for.
  let request: StudyRequest | null = null
  const prepared = (): StudyRequest => {
    if (request === null) throw new AppError('internal', 'the study was started unprepared')
    return request
  }
  return runStoredJob(
    {
      title: words.title,
      files: studyFiles(words.files).map(({ path }) => path),
      async prepare(service) {
        request = await prepare(service, words, terminal)
      },
      start: (service) => service.call('study/start', prepared()),
      unfinished: (service) => service.call('study/unfinished', prepared()),
      deliver: (service, jobId, resultId) => deliverStudy(service, jobId, resultId, words)
    },
    terminal
  )
}

/** Reads the data set, and tells what it holds and what the study will cost. */
async function prepare(
  service: ServiceHandle,
  words: StudyRunWords,
  terminal: Terminal
): Promise<StudyRequest> {
  const { base, tuned, data } = words
  const proposed = await service.call('study/preview', { data, mapping: null })
  const mapping = mappingOf(proposed, words.map, words.match)
  const preview = await service.call('study/preview', { data, mapping })
  tell(preview, words, terminal)
  if (preview.nCases === 0) {
    throw new AppError('request/invalid', `${preview.name}: no row can be a case`, {
      hint: 'Name the columns with --map; the rows above say what is wrong with them.'
    })
  }
  const request = { base, tuned, data, settings: settingsOf(words, preview, mapping) }
  const plan = await service.call('study/plan', request)
  terminal.out(studyPlanText(plan))
  if (isMemoryShort(plan) && !words.isForced) {
    throw new AppError(
      'engine/out-of-memory',
      `the study needs ${gigabytes(plan.neededBytes)}, ${gigabytes(plan.freeBytes)} are free`,
      { hint: 'Take --memory streamed, close other programs, or start it all the same with --yes.' }
    )
  }
  return request
}

function tell(preview: DatasetPreview, words: StudyRunWords, terminal: Terminal): void {
  terminal.out(studyDatasetText(preview))
  const isListed = words.files.json !== null
  for (const line of badRowLines(preview.badRows, isListed)) terminal.note(line)
  const note = ambiguityNote(preview)
  if (note !== null) terminal.note(note)
}
