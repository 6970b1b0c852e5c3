import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openModelFolder } from '../../../../main/checkpoint/hub-cache.ts'
import { readSafetensors, type TensorInfo } from '../../../../main/checkpoint/safetensors.ts'
import {
  covarianceBytes,
  covarianceOperations,
  outputCovariance,
  type Orientation
} from '../../../../main/runtime/matrix/covariance.ts'
import { expectCloseToLargest, opTolerance } from '../../../helpers/close.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { noise } from '../../../helpers/noise.ts'
import { layOutSafetensors } from '../../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

type Stored = 'F32' | 'F16' | 'BF16'

/** Small multiples of a power of two: every stored type holds them exactly. */
const exact = (seed: number, length: number) =>
  Float32Array.from(noise(seed, length, 60), (value) => Math.round(value) / 16)

const encode: Readonly<Record<Stored, (values: Float32Array) => Uint8Array>> = {
  F32: (values) => new Uint8Array(values.buffer),
  F16: (values) => new Uint8Array(new Float16Array(values).buffer),
  BF16: (values) => {
    const halves = new Uint16Array(values.buffer)
    return new Uint8Array(Uint16Array.from(values, (_, i) => halves[2 * i + 1]!).buffer)
  }
}

async function store(
  values: Float32Array,
  shape: readonly [number, number],
  dtype: Stored
): Promise<TensorInfo> {
  const folder = temporaryFolder()
  const bytes = layOutSafetensors({ weight: { dtype, shape, bytes: encode[dtype](values) } })
  writeFileSync(join(folder, 'model.safetensors'), bytes)
  const { tensors } = await readSafetensors(await openModelFolder(folder), 'model.safetensors')
  return tensors[0]!
}

/** By the definition in float64, of outputs as rows. */
function covarianceOf(rows: Float32Array, dOut: number, dIn: number): Float64Array {
  const centred = Float64Array.from(rows)
  for (let i = 0; i < dOut; i++) {
    const row = centred.subarray(i * dIn, (i + 1) * dIn)
    const mean = row.reduce((sum, value) => sum + value, 0) / dIn
    for (let j = 0; j < dIn; j++) row[j]! -= mean
  }
  return new Float64Array(dOut * dOut).map((_, at) => {
    const [a, b] = [Math.floor(at / dOut), at % dOut]
    let sum = 0
    for (let j = 0; j < dIn; j++) sum += centred[a * dIn + j]! * centred[b * dIn + j]!
    return sum / (dIn - 1)
  })
}

const transposed = (values: Float32Array, nRows: number, nColumns: number) =>
  values.map((_, at) => values[(at % nRows) * nColumns + Math.floor(at / nRows)]!)

const options = (orientation: Orientation = 'out-in') => ({
  orientation,
  nThreads: 1,
  onBlock: () => undefined
})

describe('the covariance of outputs', () => {
  test.each(['F32', 'F16', 'BF16'] as const)('is that of the definition for %s', async (dtype) => {
    const [dOut, dIn] = [13, 31]
    const values = exact(1, dOut * dIn)
    const tensor = await store(values, [dOut, dIn], dtype)
    const found = await outputCovariance(tensor, options())
    expectCloseToLargest(found, covarianceOf(values, dOut, dIn), opTolerance)
  })

  test.each(['out-in', 'in-out'] as const)(
    'is put together from blocks, the weight lying %s',
    async (orientation) => {
      const [dOut, dIn] = [8, 40]
      const values = exact(2, dOut * dIn)
      const tensor =
        orientation === 'out-in'
          ? await store(values, [dOut, dIn], 'F16')
          : await store(transposed(values, dOut, dIn), [dIn, dOut], 'F16')
      const fractions: number[] = []
      const found = await outputCovariance(tensor, {
        ...options(orientation),
        // Three features a block; the last has two.
        blockBytes: 3 * 4 * dIn,
        onBlock: (fraction) => fractions.push(fraction)
      })
      expect(fractions).toEqual([1, 2, 3, 4, 5, 6].map((count) => count / 6))
      expectCloseToLargest(found, covarianceOf(values, dOut, dIn), opTolerance)
      for (let i = 0; i < dOut; i++) {
        for (let j = 0; j < i; j++) expect(found[i * dOut + j]).toBe(found[j * dOut + i])
      }
    }
  )

  test('reads a weight that lies the other way round', async () => {
    const [dOut, dIn] = [7, 20]
    const values = exact(3, dOut * dIn)
    const tensor = await store(transposed(values, dOut, dIn), [dIn, dOut], 'BF16')
    const found = await outputCovariance(tensor, options('in-out'))
    expectCloseToLargest(found, covarianceOf(values, dOut, dIn), opTolerance)
  })

  test('takes at least two inputs', async () => {
    const tensor = await store(Float32Array.of(1, 2, 3), [3, 1], 'F32')
    const failure = await failureOf(() => outputCovariance(tensor, options()))
    expect(failure.code).toBe('checkpoint/unsupported')
  })

  test('says so where the file has changed since it was opened', async () => {
    const tensor = await store(exact(4, 6), [2, 3], 'F32')
    writeFileSync(tensor.file.realPath, 'another')
    const failure = await failureOf(() => outputCovariance(tensor, options()))
    expect(failure.code).toBe('checkpoint/changed')
  })

  test('counts little more than half the operations of a whole product where it is large', () => {
    const share = covarianceOperations(4_096, 11_008) / (2 * 4_096 ** 2 * 11_008)
    expect(share).toBeGreaterThan(0.5)
    expect(share).toBeLessThan(0.6)
    expect(covarianceOperations(4, 5)).toBe(2 * 4 * 4 * 5)
    expect(covarianceBytes(4_096, 11_008)).toBeLessThan(300 * 2 ** 20)
  })
})
