import { beforeAll, describe, expect, it } from 'vitest'
import type { AttributionSide } from '../../../../preload/analysis/attribution-record.ts'
import type { AttributionSettings } from '../../../../preload/data.ts'
import { attribute } from '../../../helpers/attribute.ts'
import {
  expectCloseToLargest,
  expectColumnsClose,
  float32Tolerance
} from '../../../helpers/close.ts'
import { readGolden } from '../../../helpers/goldens.ts'

const model = { tuned: 'llama' }
const golden = readGolden('llama')
const [, example] = golden.cases
const [first, end] = example!.response_positions
const nResponse = end - first

async function sideOf(changes: Partial<AttributionSettings>): Promise<AttributionSide> {
  return (await attribute(model, { withLeaveOneOut: true, ...changes })).sides[0]!
}

describe('targets of the same response', () => {
  const sides = new Map<AttributionSettings['target'], AttributionSide>()
  beforeAll(async () => {
    for (const target of ['probability', 'log-probability', 'logit', 'contrastive'] as const) {
      sides.set(target, await sideOf({ target }))
    }
  })

  it('probability is p times log-probability', () => {
    const { importance, probability } = sides.get('log-probability')!
    expectColumnsClose(
      importance.map((value, i) => value * probability[i % nResponse]!),
      sides.get('probability')!.importance,
      nResponse,
      float32Tolerance
    )
  })

  it('logit is the recorded one', () => {
    const recorded = golden.tensors.get('1.importance_logit')!.data
    expectColumnsClose(sides.get('logit')!.importance, recorded, nResponse, float32Tolerance)
  })

  it('a fall of probability is p · (1 − exp(−fall of log-probability))', () => {
    const { leaveOneOut, probability } = sides.get('log-probability')!
    expectColumnsClose(
      leaveOneOut!.map((fall, i) => -probability[i % nResponse]! * Math.expm1(-fall)),
      sides.get('probability')!.leaveOneOut!,
      nResponse,
      float32Tolerance
    )
  })

  it('without a foil, the contrast is with the most probable other token', () => {
    const { foils, ids } = sides.get('contrastive')!
    const { data, shape } = golden.tensors.get('1.logits')!
    const nVocab = shape[1]!
    const expected = Array.from({ length: nResponse }, (_, m) => {
      const row = (first + m - 1) * nVocab
      const others = Array.from({ length: nVocab }, (__, v) => v).filter(
        (v) => v !== ids[first + m]
      )
      return others.reduce((best, v) => (data[row + v]! > data[row + best]! ? v : best))
    })
    expect(foils).toEqual(expected)
  })

  it('only the contrastive one has foils', () => {
    for (const [target, { foils }] of sides)
      expect(foils !== undefined).toBe(target === 'contrastive')
  })
})

describe('a contrast with a given foil', () => {
  const column = (side: AttributionSide, name: 'importance' | 'leaveOneOut') => {
    const { promptPositions, responsePositions } = side
    const columns = responsePositions[1] - responsePositions[0]
    const nPrompt = promptPositions[1] - promptPositions[0]
    return Float32Array.from({ length: nPrompt }, (_, n) => side[name]![n * columns]!)
  }

  it('is the difference of both logits, in both directions and without the token', async () => {
    const foil = 'happy'
    const other = await sideOf({ target: 'logit', response: foil })
    const own = await sideOf({ target: 'logit' })
    for (const direction of ['forward', 'reverse'] as const) {
      const contrast = await sideOf({ target: 'contrastive', foil, direction })
      const foilId = other.ids[other.responsePositions[0]]
      expect(contrast.foils).toEqual(Array<unknown>(nResponse).fill(foilId))
      for (const name of ['importance', 'leaveOneOut'] as const) {
        const less = column(other, name)
        const expected = column(own, name).map((value, n) => value - less[n]!)
        expectCloseToLargest(column(contrast, name), expected, float32Tolerance)
      }
    }
  })

  it('of a token with itself is zero', async () => {
    const contrast = await sideOf({ target: 'contrastive', foil: 'bread' })
    expect(column(contrast, 'importance').every((value) => Math.abs(value) < 1e-9)).toBe(true)
  })
})

it('leave-one-out as the estimator gives the same as beside the gradient', async () => {
  const record = await attribute(model, { estimator: 'leave-one-out', withLeaveOneOut: false })
  const [side] = record.sides
  expect(record.estimator).toBe('leave-one-out')
  expect(side!.direction).toBeNull()
  expect(side!.leaveOneOut).toBeUndefined()
  expectColumnsClose(
    side!.importance,
    golden.tensors.get('1.leave_one_out')!.data,
    nResponse,
    float32Tolerance
  )
})

it('a check beside the map adds its own operations alone', async () => {
  const map = await sideOf({ withLeaveOneOut: false })
  const both = await sideOf({ withLeaveOneOut: true })
  const alone = (await attribute(model, { estimator: 'leave-one-out', withLeaveOneOut: false }))
    .sides[0]!
  expect(both.operations).toBeGreaterThan(map.operations)
  expect(both.operations).toBeLessThan(map.operations + alone.operations)
})
