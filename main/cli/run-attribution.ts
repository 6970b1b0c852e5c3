import { writeAtomically } from '../exports/atomic-write.ts'
import { attributionJson } from '../exports/attribution-json.ts'
import type { AttributionRequest } from '../service/contract.ts'
import { comparisonText } from './comparison-text.ts'
import type { ExitCode } from './exit-codes.ts'
import { runStoredJob } from './run-stored-job.ts'
import type { Terminal } from './terminal.ts'

export interface AttributionRun {
  readonly request: AttributionRequest
  /** Shown in the library; null takes the first words of the prompt. */
  readonly title: string | null
  /** Absolute; null writes no file. */
  readonly jsonFile: string | null
}

/** Runs an attribution, stores it, writes the file and prints the comparison. */
export function runAttribution(run: AttributionRun, terminal: Terminal): Promise<ExitCode> {
  const { request, title, jsonFile } = run
  return runStoredJob(
    {
      title,
      files: jsonFile === null ? [] : [jsonFile],
      start: (service) => service.call('attribution/start', request),
      unfinished: (service) => service.call('attribution/unfinished', request),
      async deliver(service, jobId) {
        const record = await service.call('attribution/result', { jobId })
        if (jsonFile !== null) await writeAtomically(jsonFile, attributionJson(record))
        return comparisonText(record)
      }
    },
    terminal
  )
}
