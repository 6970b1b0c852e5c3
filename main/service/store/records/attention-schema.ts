/** What a stored or imported attention result must be before anything reads it. */
import * as v from 'valibot'
import type { AttentionRecord } from '../../../../preload/analysis/heads/attention-record.ts'
import {
  assertLayers,
  assertLengths,
  assertRoles,
  count,
  parseFields,
  provenance
} from './fields.ts'
import { role } from './label-schema.ts'

const subject = 'attention'
const positive = v.pipe(count, v.minValue(1))

// Loose objects, so that a field that a later version adds survives storing and export.
const recordSchema = v.looseObject({
  prompt: v.string(),
  sides: v.pipe(
    v.array(
      v.looseObject({
        role,
        name: v.string(),
        fingerprint: v.string(),
        nLayers: positive,
        nHeads: positive,
        ids: v.pipe(v.array(count), v.minLength(1)),
        tokens: v.array(v.string()),
        isSpecial: v.array(v.boolean())
      })
    ),
    v.minLength(1),
    v.maxLength(2)
  ),
  layers: v.array(count),
  settings: v.looseObject({
    prompt: v.string(),
    useChatTemplate: v.boolean(),
    layers: v.nullable(v.array(count)),
    nThreads: count
  }),
  limits: v.array(v.string()),
  ...provenance
})

/** @throws AppError `request/invalid` naming the field, what was found and what was expected */
export function parseAttention(value: unknown): AttentionRecord {
  const found: AttentionRecord = parseFields(recordSchema, value, subject)
  assertRoles(found.sides, subject)
  assertLayers(found.layers, found.sides, subject)
  for (const { role: name, ids, tokens, isSpecial } of found.sides) {
    const nTokens = ids.length
    assertLengths(
      [
        ['tokens', tokens, nTokens],
        ['isSpecial', isSpecial, nTokens]
      ],
      `${subject}: ${name}`
    )
  }
  return found
}
