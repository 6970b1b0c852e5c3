import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { assertWritable } from '../../exports/atomic-write.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import { findResultId } from '../result-id.ts'
import { studyFiles } from './study-files.ts'
import { readStudyReport } from './study-options.ts'
import type { Terminal } from '../terminal.ts'
import { withService } from '../with-service.ts'

/** `study report`: a stored study as files for other readers. */
export async function runStudyReport(
  id: string,
  options: unknown,
  terminal: Terminal
): Promise<ExitCode> {
  const files = studyFiles(readStudyReport(options))
  for (const { path } of files) await assertWritable(path)
  return withService('store', terminal, async (service) => {
    const resultId = await findResultId(service, id)
    for (const { format, path } of files) {
      await service.call('study/report', { resultId, format, salience: defaultSalience, path })
      terminal.note(`written: ${path}`)
    }
    return exitCodes.success
  })
}
