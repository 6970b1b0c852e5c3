import { beforeAll, describe, expect, it } from 'vitest'
import type { Extent, Sources } from '../../../../main/analyses/attribution/forward.ts'
import {
  batchOperations,
  layerWeights,
  primalOperations,
  removalOperations
} from '../../../../main/analyses/attribution/operations.ts'
import { openCheckpoint } from '../../../../main/checkpoint/checkpoint.ts'
import type { ModelConfig } from '../../../../main/checkpoint/config.ts'
import { llamaLayer } from '../../../../main/graph/layers/llama-layer.ts'
import { readGolden } from '../../../helpers/goldens.ts'

const extent: Extent = { promptStart: 1, nPrompt: 5, responseStart: 6, nResponse: 4 }
const nInputs = 9

let config: ModelConfig
beforeAll(async () => {
  config = (await openCheckpoint(readGolden('llama3').checkpoint)).config
})

/**
 * 2mnk of every product of a layer, query position by query position: the layer's own linear steps, and
 * `nProducts` products of the attention between a query and each key that its chunk sees.
 */
function walk(first: number, end: number, chunk: number, nProducts: number): number {
  let count = 0
  for (let t = first; t < end; t++) {
    const chunkEnd = Math.min(end, first + (Math.floor((t - first) / chunk) + 1) * chunk)
    for (const step of llamaLayer(config).steps) {
      if (step.op === 'linear') count += 2 * step.widthIn * step.widthOut
      if (step.op !== 'attention') continue
      for (let head = 0; head < step.nHeads; head++) {
        for (let key = 0; key < chunkEnd; key++) count += nProducts * 2 * step.dHead
      }
    }
  }
  return count * config.nLayers
}

const headProduct = () => 2 * extent.nResponse * config.nVocab * config.dModel

it('the weights of a layer are those of its linear steps', () => {
  const steps = llamaLayer(config).steps.filter((step) => step.op === 'linear')
  expect(layerWeights(config)).toBe(
    steps.reduce((sum, { widthIn, widthOut }) => sum + widthIn * widthOut, 0)
  )
})

describe.each([1, 3, 4, 256])('in chunks of %i', (chunk) => {
  it('the pass counts q kᵀ and P v beside the linear steps, and the head', () => {
    // Logits, and for a target with a normaliser the mean output embedding too.
    const pass = walk(0, nInputs, chunk, 2)
    const head = headProduct()
    expect(primalOperations(config, extent, 'logit', chunk)).toBe(pass + head)
    expect(primalOperations(config, extent, 'contrastive', chunk)).toBe(pass + head)
    expect(primalOperations(config, extent, 'probability', chunk)).toBe(pass + 2 * head)
    expect(primalOperations(config, extent, 'log-probability', chunk)).toBe(pass + 2 * head)
  })

  it('a forward batch starts at its first source: dq kᵀ, q dkᵀ, E v, P dv', () => {
    for (const batch of [
      [0, 5],
      [2, 4],
      [4, 5]
    ] as Sources[]) {
      const [from, to] = batch
      expect(batchOperations(config, extent, 'forward', batch, chunk)).toBe(
        (to - from) * walk(1 + from, nInputs, chunk, 4)
      )
    }
  })

  it('a reverse batch ends at its last target: do vᵀ, F k, Fᵀ q, Pᵀ do', () => {
    for (const batch of [
      [0, 4],
      [1, 3],
      [0, 1]
    ] as Sources[]) {
      const [from, to] = batch
      expect(batchOperations(config, extent, 'reverse', batch, chunk)).toBe(
        (to - from) * walk(0, 6 + to - 1, chunk, 4)
      )
    }
  })

  it('a removed token costs the positions after it and the head', () => {
    // Positions n + 1 … 8 move up by one: one fewer of them.
    expect(removalOperations(config, extent, 2, chunk)).toBe(
      walk(3, nInputs - 1, chunk, 2) + headProduct()
    )
  })
})

it('an empty stretch costs nothing but the head', () => {
  const short: Extent = { promptStart: 0, nPrompt: 1, responseStart: 1, nResponse: 1 }
  const head = 2 * config.nVocab * config.dModel
  expect(removalOperations(config, short, 0, 256)).toBe(head)
})
