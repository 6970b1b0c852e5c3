import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCheckpoint, type Checkpoint } from '../../../main/checkpoint/checkpoint.ts'
import { cpu } from '../../../main/runtime/device.ts'
import { Head } from '../../../main/runtime/head.ts'
import { expectCloseToLargest, opTolerance } from '../../helpers/close.ts'
import { noise } from '../../helpers/noise.ts'
import { tinyConfig, tinyTensors, writeTinyCheckpoint } from '../../helpers/tiny-checkpoint.ts'

// As float32 51 MB: two blocks, the second a short one.
const nVocab = 200_003
const dModel = 64
const nRows = 3

let folder: string
let checkpoint: Checkpoint
/** [nVocab, dModel], as bfloat16 holds it. */
let weight: Float32Array
const noise32 = (seed: number, length: number) => new Float32Array(noise(seed, length))
const x = noise32(2, nRows * dModel)

/** [nRows, nVocab] */
let logits: Float64Array

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shiftlens-test-'))
  const bits = new Uint32Array(noise32(1, nVocab * dModel).buffer)
  const stored = new Uint16Array(bits.length)
  for (let i = 0; i < bits.length; i++) {
    stored[i] = bits[i]! >>> 16
    bits[i]! &= 0xffff0000
  }
  weight = new Float32Array(bits.buffer)
  logits = logitsReference()
  writeTinyCheckpoint(folder, tinyConfig, {
    ...tinyTensors(),
    large: { dtype: 'BF16', shape: [nVocab, dModel], bytes: new Uint8Array(stored.buffer) }
  })
  const tiny = await openCheckpoint(folder)
  const head = tiny.allTensors.get('large')!
  checkpoint = {
    ...tiny,
    config: { ...tiny.config, dModel },
    tensors: { ...tiny.tensors, head }
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

function logitsReference(): Float64Array {
  const all = new Float64Array(nRows * nVocab)
  for (let row = 0; row < nRows; row++) {
    for (let v = 0; v < nVocab; v++) {
      let sum = 0
      for (let i = 0; i < dModel; i++) sum += x[row * dModel + i]! * weight[v * dModel + i]!
      all[row * nVocab + v] = sum
    }
  }
  return all
}

/** The token that each row leaves out: the first and the last of the vocabulary are among them. */
const ids = Array.from({ length: nRows }, (_, row) => (row === 0 ? nVocab - 1 : row * 7))

/** [nRows], in float64 */
function logSumExpReference(factor: number): number[] {
  return Array.from({ length: nRows }, (_, row) => {
    let high = -Infinity
    let sum = 0
    const own = [...logits.subarray(row * nVocab, (row + 1) * nVocab)].filter(
      (_, v) => v !== ids[row]
    )
    for (const value of own) high = Math.max(high, value * factor)
    for (const value of own) sum += Math.exp(value * factor - high)
    return high + Math.log(sum)
  })
}

describe.each(['resident', 'streamed'] as const)('%s, over blocks of the vocabulary', (memory) => {
  let head: Head
  beforeAll(() => {
    head = new Head(checkpoint, { device: cpu, nThreads: 2, memory })
  })
  afterAll(() => head.release())

  it.each(['once', 'often'] as const)('logits for use %s are x Wᵀ', async (use) => {
    expectCloseToLargest(await head.logits(x, use), logits, opTolerance)
  })

  it('log-sum-exp is that of all logits but one of its row, to a millionth of a probability', async () => {
    const found = await head.logSumExpOfOthers(x, ids)
    const expected = logSumExpReference(1)
    found.forEach((value, row) => expect(Math.abs(value - expected[row]!)).toBeLessThan(5e-6))
  })

  it('log-sum-exp does not overflow', async () => {
    const found = await head.logSumExpOfOthers(
      x.map((value) => value * 1e4),
      ids
    )
    expectCloseToLargest(found, logSumExpReference(1e4), opTolerance)
  })

  it('combining is Σ c W', async () => {
    const probabilities = Float32Array.from(
      noise(3, nRows * nVocab),
      (value) => value ** 2 / nVocab
    )
    const expected = new Float64Array(nRows * dModel)
    for (let row = 0; row < nRows; row++) {
      for (let v = 0; v < nVocab; v++) {
        const p = probabilities[row * nVocab + v]!
        for (let i = 0; i < dModel; i++) {
          expected[row * dModel + i]! += p * weight[v * dModel + i]!
        }
      }
    }
    expectCloseToLargest(await head.combine(probabilities, 'once'), expected, opTolerance)
  })
})
