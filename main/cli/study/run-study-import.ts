import { writeAtomically } from '../../exports/atomic-write.ts'
import { recordedStudyJson } from '../../exports/studies/recorded-study-json.ts'
import type { ExitCode } from '../exit-codes.ts'
import { runStoredJob } from '../run-stored-job.ts'
import { badRowLines } from './study-dataset-text.ts'
import { missingOf } from './study-delivery.ts'
import { readStudyImport } from './study-options.ts'
import { studyText } from './study-text.ts'
import type { Terminal } from '../terminal.ts'

/** `study import`: runs that other programs recorded, with the paper's figures and every score. */
export async function runStudyImport(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const { request, jsonFile, title, isStrict } = readStudyImport(options)
  return runStoredJob(
    {
      title,
      files: jsonFile === null ? [] : [jsonFile],
      start: (service) => service.call('study/import', request),
      // Files may have changed since; reading them again takes seconds.
      unfinished: null,
      async deliver(service, jobId) {
        const record = await service.call('study/result', { jobId })
        if (jsonFile !== null) await writeAtomically(jsonFile, recordedStudyJson(record))
        for (const line of badRowLines(record.dataset.badRows, jsonFile !== null)) {
          terminal.note(line)
        }
        return { text: studyText(record, []), missing: missingOf(record, isStrict) }
      }
    },
    terminal
  )
}
