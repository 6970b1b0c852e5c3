import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { importanceSigns } from '../../preload/analysis/importance-signs.ts'
import { verdict } from '../../preload/analysis/importance-verdict.ts'
import { importanceMatrix, sideSalience } from '../../preload/analysis/side-salience.ts'
import { jsonText, type Exportable } from './json-text.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
export const attributionSchemaVersion = 1

/**
 * An attribution as a JSON file: raw matrices with densities and scores, and everything needed to
 * say where they come from. The shape is that of attribution.schema.json beside this file.
 *
 * Densities and scores are computed at the L, b and p of the record's settings.
 */
export function attributionJson(record: AttributionRecord): string {
  return jsonText({
    schema: 'shiftlens/attribution',
    schemaVersion: attributionSchemaVersion,
    partial: record.isPartial,
    models: record.sides.map((side) => model(side, record)),
    prompt: record.prompt,
    instructionSpans: record.instructionSpans,
    settings: settings(record),
    operations: record.operations,
    seconds: record.seconds,
    versions: record.versions,
    device: record.device,
    createdAt: record.createdAt,
    notes: record.notes
  })
}

function settings(record: AttributionRecord): Exportable {
  const { salience, ...asked } = record.settings
  return {
    target: record.target,
    foil: record.foil,
    estimator: record.estimator,
    responseMode: record.responseMode,
    L: salience.levels,
    b: salience.threshold,
    p: salience.norm,
    ...asked
  }
}

function model(side: AttributionSide, record: AttributionRecord): Exportable {
  const importance = importanceMatrix(side)
  const { rows, columns } = importance
  const exact = side.leaveOneOut && { data: side.leaveOneOut, rows, columns }
  const signs = importanceSigns(importance, exact)
  const { density, score, instructionTokens } = sideSalience(
    side,
    record.instructionSpans,
    record.settings.salience
  )
  return {
    role: side.role,
    name: side.name,
    fingerprint: side.fingerprint,
    ids: side.ids,
    promptPositions: side.promptPositions,
    responsePositions: side.responsePositions,
    tokens: side.tokens,
    ranges: side.ranges,
    isSpecial: side.isSpecial,
    promptOffset: side.promptOffset,
    responseOffset: side.responseOffset,
    seamMerged: side.seamMerged,
    response: side.response,
    score,
    instructionTokens: instructionTokens ?? [],
    density,
    probability: side.probability,
    importance: matrixRows(side.importance, rows),
    leaveOneOut: side.leaveOneOut && matrixRows(side.leaveOneOut, rows),
    foils: side.foils,
    direction: side.direction,
    isStreamed: side.isStreamed,
    operations: side.operations,
    signs: {
      entropy: signs.entropy,
      meanEntropy: signs.meanEntropy,
      firstTokenShare: signs.firstTokenShare,
      leaveOneOutSpearman: signs.agreement?.meanSpearman,
      leaveOneOutPearson: signs.agreement?.meanPearson,
      findings: verdict(signs).map(({ kind, severity, text }) => ({ kind, severity, text }))
    }
  }
}

/** N views of M numbers each. */
function matrixRows(data: Float32Array, rows: number): Float32Array[] {
  const columns = rows === 0 ? 0 : data.length / rows
  return Array.from({ length: rows }, (_, n) => data.subarray(n * columns, (n + 1) * columns))
}
