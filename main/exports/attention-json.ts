import type {
  AttentionLayer,
  AttentionRecord
} from '../../preload/analysis/heads/attention-record.ts'
import { AppError } from '../errors.ts'
import { jsonText, type Exportable } from './json-text.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
export const attentionSchemaVersion = 1

/** Above it a text of the numbers takes gigabytes; the program's own form holds them as they are. */
const mostNumbers = 20_000_000

/**
 * Attention patterns as a JSON file: by layer, model and head a matrix of one row a token that attends,
 * without the zeros above the diagonal.
 *
 * @throws AppError `request/invalid` when there are too many numbers for a text
 */
export function attentionJson(record: AttentionRecord, layers: readonly AttentionLayer[]): string {
  const nNumbers = layers.reduce(
    (sum, { sides }) => sides.reduce((total, { weights }) => total + weights.length, sum),
    0
  )
  if (nNumbers > mostNumbers) {
    throw new AppError(
      'request/invalid',
      `attention: ${nNumbers} numbers, expected at most ${mostNumbers} in a JSON file`,
      { hint: 'Export it as a .shiftlens file, or run it for fewer layers.' }
    )
  }
  return jsonText({
    schema: 'shiftlens/attention',
    schemaVersion: attentionSchemaVersion,
    partial: record.isPartial,
    prompt: record.prompt,
    models: record.sides.map((side) => ({ ...side })),
    layers: layers.map(({ layer, sides }) => ({
      layer,
      sides: sides.map(({ role, weights }) => ({ role, heads: headsOf(record, role, weights) }))
    })),
    settings: { ...record.settings },
    limits: record.limits,
    notes: record.notes,
    operations: record.operations,
    seconds: record.seconds,
    versions: record.versions,
    device: record.device,
    createdAt: record.createdAt
  })
}

function headsOf(
  { sides }: AttentionRecord,
  role: 'base' | 'tuned',
  weights: Float32Array
): Exportable[] {
  const side = sides.find((other) => other.role === role)
  const nTokens = side?.ids.length ?? 0
  const size = nTokens ** 2
  return Array.from({ length: side?.nHeads ?? 0 }, (_, head) =>
    Array.from({ length: nTokens }, (__, row) => {
      const from = head * size + row * nTokens
      return weights.subarray(from, from + row + 1)
    })
  )
}
