import type {
  AttentionLayer,
  AttentionRecord,
  AttentionSide
} from '../../preload/analysis/heads/attention-record.ts'
import { AppError } from '../errors.ts'
import { listParts, membersText } from './json-parts.ts'
import type { Exportable } from './json-text.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
export const attentionSchemaVersion = 1

/** Some 500 MB: programs that hold a text as one string read no more. */
const mostNumbers = 40_000_000

/**
 * Attention patterns as a JSON file, head by head. `weights` of a head hold a row for each token that
 * attends, with its weights on the tokens up to itself: those that follow have none.
 *
 * @param layerAt  asked for each layer of the record, once
 * @throws AppError `request/invalid`, before any layer is asked for, when there are too many numbers
 */
export function attentionJsonParts(
  record: AttentionRecord,
  layerAt: (layer: number) => AttentionLayer
): Iterable<string> {
  const nNumbers = record.sides.reduce((sum, side) => sum + countNumbers(record, side), 0)
  if (nNumbers <= mostNumbers) return writeParts(record, layerAt)
  throw new AppError(
    'request/invalid',
    `attention: ${nNumbers} numbers, expected at most ${mostNumbers} in a JSON file`,
    { hint: 'Export it as a .shiftlens file, or run it for fewer layers or a shorter prompt.' }
  )
}

/** Weights of all heads of one model, without those above the diagonal. */
function countNumbers({ layers }: AttentionRecord, { nLayers, nHeads, ids }: AttentionSide) {
  const nTokens = ids.length
  return (layers.filter((layer) => layer < nLayers).length * nHeads * (nTokens * (nTokens + 1))) / 2
}

function* writeParts(
  record: AttentionRecord,
  layerAt: (layer: number) => AttentionLayer
): Generator<string> {
  const { sides, prompt, settings, limits, notes, operations, seconds } = record
  yield membersText(
    {
      schema: 'shiftlens/attention',
      schemaVersion: attentionSchemaVersion,
      partial: record.isPartial,
      prompt,
      models: sides.map((side) => ({ ...side }))
    },
    '{\n'
  )
  yield* listParts(',\n  "heads": ', '  ', headsOf(record, layerAt))
  yield membersText(
    {
      settings: { ...settings },
      limits,
      notes,
      operations,
      seconds,
      versions: record.versions,
      device: record.device,
      createdAt: record.createdAt
    },
    ',\n'
  )
  yield '\n}\n'
}

function* headsOf(
  { layers, sides }: AttentionRecord,
  layerAt: (layer: number) => AttentionLayer
): Generator<Exportable> {
  for (const index of layers) {
    const { layer, sides: found } = layerAt(index)
    for (const { role, weights } of found) {
      const nTokens = sides.find((side) => side.role === role)?.ids.length ?? 0
      const size = nTokens ** 2
      for (let head = 0; head * size < weights.length; head++) {
        const own = weights.subarray(head * size, (head + 1) * size)
        yield { role, layer, head, weights: rowsOf(own, nTokens) }
      }
    }
  }
}

/** [T, T] as rows that end on the diagonal; views. */
function rowsOf(weights: Float32Array, nTokens: number): Float32Array[] {
  return Array.from({ length: nTokens }, (_, token) =>
    weights.subarray(token * nTokens, token * nTokens + token + 1)
  )
}
