import { causalMask } from '../../../../../main/runtime/positions.ts'
import { floats } from '../../../../../main/runtime/tensor.ts'
import { noise } from '../../../../helpers/noise.ts'
import type { OpCase } from '../../../../helpers/op-rules.ts'
import { attentionReference } from '../../../../helpers/reference/attention.ts'

interface Variant {
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly nPast: number
  readonly nPositions: number
  readonly nDirections: number
  readonly window: number | null
  /** Of queries and keys: scores grow with its square. */
  readonly size: number
}

const plain: Variant = {
  nHeads: 4,
  nKvHeads: 4,
  dHead: 4,
  nPast: 0,
  nPositions: 5,
  nDirections: 3,
  window: null,
  size: 2
}

function attentionCase(name: string, changes: Partial<Variant>): OpCase {
  const variant = { ...plain, ...changes }
  const { nHeads, nKvHeads, dHead, nPast, nPositions, nDirections, window, size } = variant
  const kvWidth = nKvHeads * dHead
  const width = nHeads * dHead
  const scale = 1 / Math.sqrt(dHead)
  const end = nPast + nPositions
  const mask = causalMask(nPast, end, window)
  return {
    name,
    step: {
      op: 'attention',
      id: 'attention',
      inputs: ['q', 'k', 'v'],
      output: 'y',
      nHeads,
      nKvHeads,
      dHead,
      scale
    },
    nPositions,
    nDirections,
    variables: [
      { width, data: noise(1, nPositions * width, size) },
      { width: kvWidth, data: noise(2, nPositions * kvWidth, size) },
      { width: kvWidth, data: noise(3, nPositions * kvWidth) },
      { width: kvWidth, data: noise(4, nPast * kvWidth, size) },
      { width: kvWidth, data: noise(5, nPast * kvWidth) }
    ],
    widthOut: width,
    extras: { mask: floats(mask, [nPositions, end]) },
    reference([q, k, v, pastKeys, pastValues]) {
      const keys = Float64Array.from([...pastKeys!, ...k!])
      const values = Float64Array.from([...pastValues!, ...v!])
      return attentionReference(q!, keys, values, mask, { nHeads, nKvHeads, dHead, scale })
    }
  }
}

export const attentionCases: readonly OpCase[] = [
  attentionCase('a head of its own for every query head, first chunk', {}),
  attentionCase('two query heads on one key head', { nKvHeads: 2 }),
  attentionCase('all query heads on one key head', { nKvHeads: 1 }),
  attentionCase('a chunk with earlier keys', { nKvHeads: 2, nPast: 6 }),
  attentionCase('a chunk of one with earlier keys', { nKvHeads: 2, nPast: 3, nPositions: 1 }),
  attentionCase('one direction', { nKvHeads: 2, nPast: 2, nDirections: 1 }),
  attentionCase('one position, one direction, nothing before', { nPositions: 1, nDirections: 1 }),
  attentionCase('a sliding window inside the chunk', { window: 2 }),
  attentionCase('a sliding window over earlier keys', { nKvHeads: 2, nPast: 5, window: 4 }),
  attentionCase('a window of one: each row sees itself alone', { nPast: 2, window: 1 }),
  attentionCase('scores so large that exp overflows', { nKvHeads: 2, nPast: 2, size: 60 }),
  attentionCase('one head of one pair', { nHeads: 1, nKvHeads: 1, dHead: 2, nPast: 1 })
]
