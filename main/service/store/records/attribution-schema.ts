/** What a stored or imported attribution must be before anything reads it. */
import * as v from 'valibot'
import type {
  AttributionRecord,
  AttributionSide
} from '../../../../preload/analysis/attribution-record.ts'
import {
  amount,
  assertFinite,
  assertLengths,
  count,
  invalid,
  parseFields,
  provenance,
  type CheckedArray
} from './fields.ts'

const subject = 'attribution'

const span = v.tuple([count, count])
const numbers = v.instance(Float32Array)

// Loose objects, so that a field that a later version adds survives storing and export.
export const attributionSide = v.looseObject({
  role: v.picklist(['base', 'tuned']),
  name: v.string(),
  fingerprint: v.string(),
  ids: v.array(count),
  tokens: v.array(v.string()),
  ranges: v.array(span),
  promptOffset: count,
  responseOffset: count,
  isSpecial: v.array(v.boolean()),
  promptPositions: span,
  responsePositions: span,
  importance: numbers,
  probability: numbers,
  leaveOneOut: v.optional(numbers),
  foils: v.optional(v.array(count)),
  seamMerged: v.boolean(),
  response: v.string(),
  direction: v.nullable(v.picklist(['forward', 'reverse'])),
  isStreamed: v.boolean(),
  operations: amount
})

const settings = v.looseObject({
  salience: v.looseObject({ levels: count, threshold: count, norm: amount }),
  direction: v.picklist(['forward', 'reverse', 'auto']),
  memory: v.picklist(['auto', 'resident', 'streamed']),
  device: v.string(),
  threads: count,
  maxNewTokens: count,
  usesChatTemplate: v.boolean()
})

const record = v.looseObject({
  prompt: v.string(),
  instructionSpans: v.array(span),
  target: v.picklist(['probability', 'log-probability', 'logit', 'contrastive']),
  foil: v.optional(v.string()),
  estimator: v.picklist(['gradient', 'leave-one-out']),
  responseMode: v.picklist(['given', 'base', 'tuned', 'own', 'length-matched']),
  sides: v.pipe(v.array(attributionSide), v.minLength(1), v.maxLength(2)),
  settings,
  ...provenance
})

/**
 * The record that plain data is, with shapes that fit together and finite numbers only.
 *
 * @throws AppError `request/invalid` naming the field, what was found and what was expected
 */
export function parseAttribution(value: unknown): AttributionRecord {
  const found: AttributionRecord = parseFields(record, value, subject)
  for (const side of found.sides) assertSide(side, subject)
  if (found.sides[0]?.role === found.sides[1]?.role && found.sides.length === 2) {
    throw invalid(subject, `both sides are "${found.sides[0]?.role}"`)
  }
  return found
}

/** @throws AppError `request/invalid` unless positions, lengths and numbers of a side fit together */
export function assertSide(side: AttributionSide, subject: string): void {
  const nTokens = side.ids.length
  const [promptStart, promptEnd] = side.promptPositions
  const [responseStart, responseEnd] = side.responsePositions
  const nPrompt = promptEnd - promptStart
  const nResponse = responseEnd - responseStart
  if (nPrompt < 0 || promptEnd > nTokens) {
    throw invalid(subject, `prompt positions [${promptStart}, ${promptEnd}) of ${nTokens} tokens`)
  }
  if (nResponse < 0 || responseEnd > nTokens || (nResponse > 0 && responseStart < promptEnd)) {
    throw invalid(
      subject,
      `response positions [${responseStart}, ${responseEnd}) of ${nTokens} tokens`
    )
  }
  const lengths: readonly CheckedArray[] = [
    ['tokens', side.tokens, nTokens],
    ['ranges', side.ranges, nTokens],
    ['isSpecial', side.isSpecial, nTokens],
    ['importance', side.importance, nPrompt * nResponse],
    ['leaveOneOut', side.leaveOneOut, nPrompt * nResponse],
    ['probability', side.probability, nResponse],
    ['foils', side.foils, nResponse]
  ]
  const { role, importance, leaveOneOut, probability } = side
  assertLengths(lengths, `${subject}: ${role}`)
  assertFinite({ importance, leaveOneOut, probability }, `${subject}: ${role}`)
}
