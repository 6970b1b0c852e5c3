import type { HeadsLayer, HeadsRecord } from '../../preload/analysis/heads/record.ts'
import { defaultVerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { readVerbFile } from '../analyses/heads/verb-file.ts'
import { AppError } from '../errors.ts'
import { writeAtomically } from '../exports/atomic-write.ts'
import { headsJsonParts } from '../exports/heads-json.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import type { ExitCode } from './exit-codes.ts'
import { readHeadsOptions } from './heads-options.ts'
import { headsText } from './heads-text.ts'
import { runStoredJob } from './run-stored-job.ts'
import type { Terminal } from './terminal.ts'

/** `heads`: word-word relations of the attention heads of one model or a pair, and how they changed. */
export async function runHeads(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const { request, title, jsonFile, verbsFile } = readHeadsOptions(options)
  const verbs =
    verbsFile === null ? { lists: defaultVerbLists, notes: [] } : await readVerbFile(verbsFile)
  for (const note of verbs.notes) terminal.note(`warning: ${note}`)
  return runStoredJob(
    {
      title,
      files: [jsonFile],
      start: (service) => service.call('heads/start', request),
      unfinished: (service) => service.call('heads/unfinished', request),
      async deliver(service, jobId) {
        const record = await service.call('heads/result', { jobId })
        const layers = await layersOf(service, jobId, record)
        const byIndex = new Map(layers.map((layer) => [layer.layer, layer]))
        const at = (layer: number) => byIndex.get(layer)!
        const parts = headsJsonParts(record, record.layers, at, verbs.lists)
        // As bytes: with every pair of a large model the text is longer than a string can be.
        const bytes = Buffer.concat(Array.from(parts, (part) => Buffer.from(part)))
        await writeAtomically(jsonFile, bytes)
        return headsText(record, verbs.lists)
      }
    },
    terminal
  )
}

async function layersOf(
  service: ServiceHandle,
  jobId: string,
  { layers }: HeadsRecord
): Promise<HeadsLayer[]> {
  const read: HeadsLayer[] = []
  for (const layer of layers) {
    const found = await service.call('heads/layer', { source: { jobId }, layer })
    if (found === null) throw new AppError('internal', `layer ${layer}: missing in a finished run`)
    read.push(found)
  }
  return read
}
