import type { ConceptsLayer, ConceptsRecord } from '../../preload/analysis/concepts/record.ts'
import { writeSafetensors, type TensorData } from '../checkpoint/safetensors-write.ts'
import { AppError } from '../errors.ts'
import { writeAtomically } from '../exports/atomic-write.ts'
import { conceptsJson } from '../exports/concepts-json.ts'
import type { ServiceHandle } from '../service/start-service.ts'
import { readConceptsOptions } from './concepts-options.ts'
import { conceptsText } from './concepts-text.ts'
import type { ExitCode } from './exit-codes.ts'
import { runStoredJob } from './run-stored-job.ts'
import type { Terminal } from './terminal.ts'

/** `concepts`: principal directions and their words of one model or a pair, and how they moved. */
export function runConcepts(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const { request, title, jsonFile, directionsFile } = readConceptsOptions(options)
  return runStoredJob(
    {
      title,
      files: directionsFile === null ? [jsonFile] : [jsonFile, directionsFile],
      start: (service) => service.call('concepts/start', request),
      unfinished: (service) => service.call('concepts/unfinished', request),
      async deliver(service, jobId) {
        const record = await service.call('concepts/result', { jobId })
        const layers = await layersOf(service, jobId, record, directionsFile !== null)
        await writeAtomically(jsonFile, conceptsJson(record, layers))
        if (directionsFile !== null) await writeDirections(directionsFile, record, layers)
        return conceptsText(record, layers)
      }
    },
    terminal
  )
}

async function layersOf(
  service: ServiceHandle,
  jobId: string,
  { layers }: ConceptsRecord,
  withDirections: boolean
): Promise<ConceptsLayer[]> {
  const read: ConceptsLayer[] = []
  for (const { layer } of layers) {
    const source = { jobId }
    const found = await service.call('concepts/layer', { source, layer, withDirections })
    if (found === null) throw new AppError('internal', `layer ${layer}: missing in a finished run`)
    read.push(found)
  }
  return read
}

/** `layer.i` [R, D] of the base (or the only model), a direction a row; `tuned.layer.i` of the tuned one. */
async function writeDirections(
  path: string,
  record: ConceptsRecord,
  layers: readonly ConceptsLayer[]
): Promise<void> {
  const first = record.sides[0]?.role
  const tensors = layers.flatMap(({ layer, sides }) =>
    sides.map(({ role, directions, eigenvalues }): TensorData => {
      const nRows = eigenvalues.length
      if (directions === undefined || nRows === 0) {
        throw new AppError('internal', `layer ${layer}: the ${role} model's directions are missing`)
      }
      return {
        name: role === first ? `layer.${layer}` : `${role}.layer.${layer}`,
        dtype: 'F32',
        shape: [nRows, directions.length / nRows],
        data: new Uint8Array(directions.buffer, directions.byteOffset, directions.byteLength)
      }
    })
  )
  await writeSafetensors(path, tensors)
}
