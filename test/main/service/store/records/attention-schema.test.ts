import { describe, expect, it } from 'vitest'
import {
  attentionLayerShapes,
  parseAttentionLayer,
  unknownAttention
} from '../../../../../main/service/store/records/attention-layer-schema.ts'
import { parseAttention } from '../../../../../main/service/store/records/attention-schema.ts'
import { parseRecord } from '../../../../../main/service/store/records/record-kinds.ts'
import { layeredRun } from '../layered-run.ts'
import { refuses } from './refuses.ts'

const { any, layers } = layeredRun('attention')
if (any.kind !== 'attention') throw new Error('not of attention')
const { record } = any
const shape = attentionLayerShapes(record).get(1)!
const layer = layers[1]!
const [base, tuned] = [record.sides[0]!, record.sides[1]!]
const nTokens = 5

it('takes a record and its layers as they are, with fields that only a later version knows', () => {
  const later = { ...record, later: { a: 1 } }
  expect(parseAttention(later)).toEqual(later)
  expect(parseRecord('attention', record)).toEqual({ kind: 'attention', record })
  const laterLayer = { ...layer, later: Float32Array.of(1) }
  expect(parseAttentionLayer(laterLayer, shape)).toEqual(laterLayer)
  expect(parseAttentionLayer(layer, unknownAttention(1))).toEqual(layer)
})

it('takes models that see other tokens, have other heads and other depths', () => {
  const ids = [7, 8, 9]
  const longer = { ...tuned, nLayers: 4, nHeads: 1, ids, tokens: ['a', 'b', 'c'] }
  const sides = [base, { ...longer, isSpecial: [true, false, false] }]
  const found = parseAttention({ ...record, sides, layers: [0, 3] })
  const shapes = attentionLayerShapes(found)
  const weights = new Float32Array(9)
  const own = { layer: 3, sides: [{ role: 'tuned', weights }], operations: 1, seconds: 1 }
  expect(parseAttentionLayer(own, shapes.get(3)!)).toEqual(own)
  const both = { ...own, layer: 0, sides: [layer.sides[0]!, own.sides[0]!] }
  expect(parseAttentionLayer(both, shapes.get(0)!)).toEqual(both)
})

it('lets a weight be as much above 1 as rounding takes it, and no more', () => {
  const first = (weight: number) => ({
    ...layer,
    sides: [{ ...layer.sides[0]!, weights: withWeight(0, weight) }, layer.sides[1]!]
  })
  expect(() => parseAttentionLayer(first(1.0005), shape)).not.toThrow()
  expect(() => parseAttentionLayer(first(1.01), shape)).toThrowError(/weights is 1\.00\d+ at 0/)
})

/** The base's weights with one of them changed. */
function withWeight(at: number, weight: number): Float32Array {
  const weights = layer.sides[0]!.weights.slice()
  weights[at] = weight
  return weights
}

describe('of a record, refuses', () => {
  const withBase = (changes: object) => ({ sides: [{ ...base, ...changes }, tuned] })
  refuses(parseAttention, record, {
    'no prompt': [{ prompt: null }, /prompt/],
    'no side': [{ sides: [] }, /sides/],
    'two sides of one role': [{ sides: [base, base] }, /both sides are "base"/],
    'the tuned side first': [{ sides: [tuned, base] }, /base is the second side/],
    'a model without heads': [withBase({ nHeads: 0 }), /nHeads/],
    'no token': [withBase({ ids: [], tokens: [], isSpecial: [] }), /ids/],
    'an id below none': [withBase({ ids: [-1, 1, 2, 3, 4] }), /ids/],
    'a token too few': [
      withBase({ tokens: base.tokens.slice(1) }),
      /tokens has 4 entries, expected 5/
    ],
    'a flag too many': [withBase({ isSpecial: [...base.isSpecial, true] }), /isSpecial has 6/],
    'flags that are none': [withBase({ isSpecial: [0, 0, 0, 0, 0] }), /isSpecial/],
    'layers out of order': [{ layers: [1, 0] }, /layers: 0 after 1/],
    'a layer that no model has': [{ layers: [3] }, /layer 3, expected at most 2/],
    'settings without a prompt': [{ settings: { ...record.settings, prompt: 1 } }, /prompt/],
    'a time that is none': [{ createdAt: 'soon' }, /createdAt/],
    'limits that are no list': [{ limits: 'none' }, /limits/]
  })
  it('what is no record', () => {
    for (const value of [null, 1, 'record', [], undefined]) {
      expect(() => parseAttention(value)).toThrowError(/^attention: /)
    }
  })
})

describe('of a layer, refuses', () => {
  const [first, other] = [layer.sides[0]!, layer.sides[1]!]
  const withWeights = (weights: unknown) => ({ sides: [{ ...first, weights }, other] })
  refuses((value) => parseAttentionLayer(value, shape), layer, {
    'another layer': [{ layer: 2 }, /is of layer 2/],
    'a missing model': [{ sides: [first] }, /are of base, expected base and tuned/],
    'models in another order': [{ sides: [other, first] }, /base is the second/],
    'no weights': [withWeights(undefined), /weights/],
    'weights as a list': [withWeights([...first.weights]), /weights/],
    'weights of another type': [withWeights(Float64Array.from(first.weights)), /weights/],
    'weights of fewer heads': [
      withWeights(first.weights.slice(nTokens ** 2)),
      /weights has 25 entries, expected 50/
    ],
    'a weight that is no number': [withWeights(withWeight(0, Number.NaN)), /weights is NaN at 0/],
    'an infinite weight': [withWeights(withWeight(5, Infinity)), /weights is Infinity at 5/],
    'a weight below none': [withWeights(withWeight(5, -0.1)), /weights is -0\.1\d* at 5/],
    'a weight above all': [withWeights(withWeight(5, 1.5)), /weights is 1\.5 at 5/],
    'a token that attends to a later one': [
      withWeights(withWeight(nTokens + 2, 0.5)),
      /token 1 attends to token 2, which comes after it/
    ],
    'one that does so in a later head': [
      withWeights(withWeight(nTokens ** 2 + 4, 1e-9)),
      /base: token 0 attends to token 4/
    ],
    'operations below none': [{ operations: -1 }, /operations/]
  })
})
