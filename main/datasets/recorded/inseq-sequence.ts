/** One sequence of Inseq's output as tokens and a map [prompt tokens, response tokens]. */
import type { JsonObject, JsonValue } from '../../checkpoint/strict-json.ts'
import { AppError } from '../../errors.ts'
import { readInseqArray, type InseqArray } from './inseq-array.ts'
import { objectOf } from './inseq-json.ts'
import { runFault } from './run-fault.ts'

export interface InseqSequence {
  readonly promptTokens: readonly string[]
  readonly responseTokens: readonly string[]
  /** [N, M] float32 */
  readonly map: Float32Array
  /** A third axis (hidden units) was summed. */
  readonly isSummed: boolean
  /** Tokens of a sequence start before the prompt, left out as everywhere in this program; 0 or 1. */
  readonly nStart: number
}

const sequenceStart =
  /^(?:<s>|<bos>|\[BOS\]|<\|begin_of_text\|>|<\|endoftext\|>|<｜begin▁of▁sentence｜>)$/

/**
 * Encoder-decoder: the source's tokens against the attributed target tokens. Decoder-only: the target's
 * tokens before `attr_pos_start` are the prompt.
 *
 * @throws AppError `request/invalid` with what was found and expected
 */
export function readInseqSequence(object: JsonObject): InseqSequence {
  const source = object['source_attributions'] ?? null
  const isEncoderDecoder = source !== null
  const rows = tokensOf(object, isEncoderDecoder ? 'source' : 'target')
  const target = tokensOf(object, 'target')
  const from = positionOf(object, 'attr_pos_start', target.length)
  const to = positionOf(object, 'attr_pos_end', target.length)
  if (from > to) throw runFault(`attr_pos_start ${from}, expected at most attr_pos_end ${to}`)
  const value = source ?? object['target_attributions'] ?? null
  if (value === null) throw runFault('no attributions, expected source or target attributions')
  const array = readInseqArray(value)
  const nResponse = to - from
  assertShape(array, rows.length, nResponse)
  const end = isEncoderDecoder ? rows.length : from
  const isStart = !isEncoderDecoder && end > 1 && sequenceStart.test(rows[0] ?? '')
  const start = isStart ? 1 : 0
  if (end - start < 1) throw runFault('no prompt tokens before the attributed ones')
  return {
    promptTokens: rows.slice(start, end),
    responseTokens: target.slice(from, to),
    map: rowsOf(array, start, end),
    isSummed: array.shape.length === 3,
    nStart: start
  }
}

function assertShape({ shape }: InseqArray, nRows: number, nResponse: number): void {
  const isOurs = shape.length === 2 || shape.length === 3
  if (isOurs && shape[0] === nRows && shape[1] === nResponse) return
  const hint = 'Aggregate layers and heads in Inseq before saving.'
  const expected = `[${nRows}, ${nResponse}] or [${nRows}, ${nResponse}, hidden units]`
  throw new AppError(
    'request/invalid',
    `attributions of shape [${shape.join(', ')}], expected ${expected}`,
    shape.length > 3 ? { hint } : {}
  )
}

/** Rows `start` to `end` with a third axis summed, in float64. */
function rowsOf({ shape, values }: InseqArray, start: number, end: number): Float32Array {
  const [, nResponse = 0, nHidden = 1] = shape
  const map = new Float32Array((end - start) * nResponse)
  for (let i = 0, at = start * nResponse * nHidden; i < map.length; i++) {
    let sum = 0
    for (const stop = at + nHidden; at < stop; at++) sum += values[at]!
    map[i] = sum
  }
  return map
}

function tokensOf(object: JsonObject, field: string): string[] {
  const list = object[field]
  if (!Array.isArray(list)) throw runFault(`no list "${field}", expected its tokens`)
  return list.map((item: JsonValue) => {
    const token = objectOf(item)?.['token']
    if (typeof token !== 'string') throw runFault(`"${field}" holds something that is no token`)
    return token
  })
}

function positionOf(object: JsonObject, field: string, most: number): number {
  const value = object[field]
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) {
    return value
  }
  throw runFault(`${field} ${JSON.stringify(value)}, expected a position from 0 to ${most}`)
}
