import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LlamaShape } from '../../../../main/graph/layers/llama-layer.ts'
import { centralDifference } from '../../../helpers/central-difference.ts'
import { expectCloseToLargest, expectSumsClose, opTolerance } from '../../../helpers/close.ts'
import { dot } from '../../../helpers/dot.ts'
import { noise } from '../../../helpers/noise.ts'
import { ToyDecoder } from '../../../helpers/toy-decoder.ts'

const no = { q: false, k: false, v: false, o: false }
const llama: LlamaShape = {
  dModel: 12,
  dFfn: 20,
  nHeads: 4,
  nKvHeads: 2,
  dHead: 6,
  normEpsilon: 1e-5,
  attentionBias: no,
  feedForwardBias: false,
  queryKeyNorm: false
}
const shapes: Readonly<
  Record<string, { readonly shape: LlamaShape; readonly window?: number; readonly nLayers: number }>
> = {
  'a Llama layer': { shape: llama, nLayers: 1 },
  'a Llama layer with biases everywhere': {
    shape: {
      ...llama,
      attentionBias: { q: true, k: true, v: true, o: true },
      feedForwardBias: true
    },
    nLayers: 1
  },
  'a Qwen2 layer with biases on query, key and value': {
    shape: { ...llama, attentionBias: { ...no, q: true, k: true, v: true } },
    nLayers: 1
  },
  'a Qwen3 layer with norms of heads': { shape: { ...llama, queryKeyNorm: true }, nLayers: 1 },
  'a Mistral layer with a sliding window': { shape: llama, window: 3, nLayers: 1 },
  'a decoder of two layers': { shape: llama, nLayers: 2 },
  'a decoder of two layers with norms of heads and a window': {
    shape: { ...llama, queryKeyNorm: true },
    window: 4,
    nLayers: 2
  }
}

const nPositions = 9
const nDirections = 3

describe.each(Object.entries(shapes))('%s', (_, { shape, window = null, nLayers }) => {
  const { dModel } = shape
  const x = noise(1, nPositions * dModel)
  let decoder: ToyDecoder
  beforeAll(async () => {
    decoder = await ToyDecoder.create(shape, { nLayers, window })
  })
  afterAll(() => decoder.release())

  it('gives the float64 value', async () => {
    const { y } = await decoder.primal(x, nPositions)
    expectCloseToLargest(y, decoder.reference(x), opTolerance)
  })

  it.each([nPositions, 1, 2, 4, 8])(
    'shows the float64 attention weights in chunks of %i',
    async (chunk) => {
      const { weights } = await decoder.attention(x, chunk)
      const reference = decoder.attentionReference(x)
      expect(weights.length).toBe(nLayers)
      weights.forEach((found, index) => expectCloseToLargest(found, reference[index]!, opTolerance))
    }
  )

  it('computes the same, shown or not', async () => {
    const { y } = await decoder.attention(x, 4)
    expect(y).toEqual((await decoder.primal(x, 4)).y)
  })

  it('pushes tangents as a central difference does, also from a later position', async () => {
    const { saved } = await decoder.primal(x, nPositions)
    for (const first of [0, 4]) {
      const dx = noise(2, (nPositions - first) * nDirections * dModel)
      const dy = await decoder.tangent(saved, dx, { nDirections, first, chunk: nPositions })
      for (let j = 0; j < nDirections; j++) {
        const along = new Float64Array(x.length)
        along.set(directionOf(dx, dModel, j), first * dModel)
        const expected = centralDifference(([v]) => decoder.reference(v!), [x], [along])
        expectCloseToLargest(
          directionOf(dy, dModel, j),
          expected.subarray(first * dModel),
          opTolerance
        )
        // Causality: nothing before the first source moves.
        expect(expected.subarray(0, first * dModel).every((value) => value === 0)).toBe(true)
      }
    }
  })

  it('pulls cotangents so that < dy, tangent > = < adjoint, dx >, also when cut short', async () => {
    const { saved } = await decoder.primal(x, nPositions)
    const dx = noise(3, nPositions * nDirections * dModel)
    const dy = await decoder.tangent(saved, dx, { nDirections, first: 0, chunk: nPositions })
    for (const end of [nPositions, 5, 1]) {
      const length = end * nDirections * dModel
      const seed = noise(4, length)
      const pulled = await decoder.adjoint(saved, seed, { nDirections, chunk: nPositions })
      expect(pulled.length).toBe(length)
      expectSumsClose(
        dot(pulled, dx.subarray(0, length)),
        dot(seed, dy.subarray(0, length)),
        opTolerance
      )
    }
  })

  it.each([1, 2, 4, 8])('gives the same in chunks of %i', async (chunk) => {
    const whole = await decoder.primal(x, nPositions)
    const cut = await decoder.primal(x, chunk)
    expectCloseToLargest(cut.y, whole.y, opTolerance)
    const first = 2
    const dx = noise(5, (nPositions - first) * nDirections * dModel)
    expectCloseToLargest(
      await decoder.tangent(cut.saved, dx, { nDirections, first, chunk }),
      await decoder.tangent(whole.saved, dx, { nDirections, first, chunk: nPositions }),
      opTolerance
    )
    const dy = noise(6, (nPositions - 1) * nDirections * dModel)
    expectCloseToLargest(
      await decoder.adjoint(cut.saved, dy, { nDirections, chunk }),
      await decoder.adjoint(whole.saved, dy, { nDirections, chunk: nPositions }),
      opTolerance
    )
  })

  it('gives a direction the same beside others as alone', async () => {
    const { saved } = await decoder.primal(x, nPositions)
    const dx = noise(7, nPositions * nDirections * dModel)
    const dy = noise(8, nPositions * nDirections * dModel)
    const one = { nDirections: 1, first: 0, chunk: nPositions }
    const all = { ...one, nDirections }
    const pushed = await decoder.tangent(saved, dx, all)
    const pulled = await decoder.adjoint(saved, dy, all)
    for (let j = 0; j < nDirections; j++) {
      expectCloseToLargest(
        directionOf(pushed, dModel, j),
        await decoder.tangent(saved, directionOf(dx, dModel, j), one),
        opTolerance
      )
      expectCloseToLargest(
        directionOf(pulled, dModel, j),
        await decoder.adjoint(saved, directionOf(dy, dModel, j), one),
        opTolerance
      )
    }
  })
})

/** Direction j of [nPositions, nDirections, width]. */
function directionOf(all: ArrayLike<number>, width: number, j: number): Float64Array {
  const nRows = all.length / (width * nDirections)
  return Float64Array.from({ length: nRows * width }, (_, i) => {
    return all[(Math.floor(i / width) * nDirections + j) * width + (i % width)]!
  })
}
