import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../../main/checkpoint/checkpoint.ts'
import { decodeFloats } from '../../../main/checkpoint/float-formats.ts'
import { gatherRows, readTensor, readTensorRows } from '../../../main/checkpoint/read-tensor.ts'
import { openFolder } from '../../../main/checkpoint/safe-file.ts'
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts'
import { scanTensor } from '../../../main/checkpoint/scan-tensor.ts'
import { failureOf } from '../../helpers/failure.ts'
import { f32, layOutSafetensors, type PlainTensor } from '../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const name = 'model.safetensors'

async function tensorsOf(tensors: Record<string, PlainTensor>) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), layOutSafetensors(tensors))
  const { tensors: list } = await readSafetensors(await openFolder(folder), name)
  const find = (wanted: string) => {
    const found = list.find((tensor) => tensor.name === wanted)
    if (found === undefined) throw new Error(`no tensor ${wanted}`)
    return found
  }
  return { folder, find }
}

const words = (dtype: string, ...values: number[]): PlainTensor => ({
  dtype,
  shape: [values.length],
  bytes: new Uint8Array(new Uint16Array(values).buffer)
})

describe('stored numbers', () => {
  it('of F32, F16 and BF16 become the float32 numbers that they stand for', async () => {
    const { find } = await tensorsOf({
      // One byte first, so that nothing after it lies aligned in the file.
      odd: { dtype: 'U8', shape: [1], bytes: Uint8Array.of(1) },
      f32: f32([2, 2], [1.5, -2.25, 1e-45, 3.4028234663852886e38]),
      f16: words('F16', 0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x8000),
      bf16: words('BF16', 0x3f80, 0xc000, 0x3eab, 0x7f7f, 0x0001, 0x8000)
    })
    expect([...(await readTensor(find('f32')))]).toEqual([
      1.5,
      -2.25,
      2 ** -149,
      3.4028234663852886e38
    ])
    expect([...(await readTensor(find('f16')))]).toEqual([
      1,
      -2,
      1365 / 4096,
      65_504,
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      -0
    ])
    expect([...(await readTensor(find('bf16')))]).toEqual([
      1,
      -2,
      171 / 512,
      255 * 2 ** 120,
      2 ** -133,
      -0
    ])
  })

  it('keep infinities and NaN', () => {
    const target = new Float32Array(3)
    decodeFloats('F16', words('F16', 0x7c00, 0xfc00, 0x7e00).bytes, target)
    expect([...target]).toEqual([Infinity, -Infinity, NaN])
    decodeFloats('BF16', words('BF16', 0x7f80, 0xff80, 0x7fc0).bytes, target)
    expect([...target]).toEqual([Infinity, -Infinity, NaN])
  })

  it('longer than one slice of reading are whole', async () => {
    const count = 5_000_000
    const values = Uint16Array.from({ length: count }, (_, i) => 0x3f80 + (i % 61))
    const big = { dtype: 'BF16', shape: [count], bytes: new Uint8Array(values.buffer) }
    const { find } = await tensorsOf({ big })
    const read = await readTensor(find('big'))
    expect(new Uint16Array(new Uint32Array(read.buffer).map((bits) => bits >>> 16))).toEqual(values)
    expect(await scanTensor(find('big'))).toBe(0)
  })

  it('of a checkpoint agree with a plain reading of the file', async () => {
    const path = join(import.meta.dirname, '../../fixtures/goldens/llama/checkpoint')
    const { tensors } = await openCheckpoint(path)
    const last = tensors.layers.at(-1)?.down
    if (last === undefined) throw new Error('no layers')
    const read = await readTensor(last)
    const rows = await readTensorRows(last, 3, 5)
    expect(read).toHaveLength(64 * 172)
    expect(rows).toEqual(read.subarray(3 * 172, 5 * 172))
  })
})

describe('rows', () => {
  const matrix = f32([3, 2], [0, 1, 10, 11, 20, 21])
  const half: PlainTensor = {
    ...words('F16', 0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500),
    shape: [3, 2]
  }

  it('are read by range', async () => {
    const { find } = await tensorsOf({ pad: words('F16', 1), matrix, half })
    expect([...(await readTensorRows(find('matrix'), 1, 3))]).toEqual([10, 11, 20, 21])
    expect([...(await readTensorRows(find('half'), 1, 2))]).toEqual([2, 3])
    expect(await readTensorRows(find('matrix'), 3, 3)).toHaveLength(0)
  })

  it('are gathered in any order, more than once', async () => {
    const { find } = await tensorsOf({ matrix, half })
    expect([...(await gatherRows(find('matrix'), [2, 0, 2]))]).toEqual([20, 21, 0, 1, 20, 21])
    expect([...(await gatherRows(find('half'), Int32Array.of(2, 2)))]).toEqual([4, 5, 4, 5])
    expect(await gatherRows(find('matrix'), [])).toHaveLength(0)
  })

  it.each([[[3]], [[0, -1]], [[0.5]], [[NaN]], [[2 ** 31]]])(
    '%j are not all there',
    async (rows) => {
      const { find } = await tensorsOf({ matrix })
      const error = await failureOf(() => gatherRows(find('matrix'), rows))
      expect(error.code).toBe('request/invalid')
      expect(error.message).toContain(`row ${rows.at(-1)} of "matrix", expected an index below 3`)
    }
  )

  it.each([
    [0, 4],
    [2, 1],
    [-1, 1],
    [0, 1.5]
  ])('%d to %d are refused', async (from, to) => {
    const { find } = await tensorsOf({ matrix })
    expect((await failureOf(() => readTensorRows(find('matrix'), from, to))).code).toBe(
      'request/invalid'
    )
  })
})

describe('what cannot be read', () => {
  it('a tensor of integers is named', async () => {
    const { find } = await tensorsOf({
      ids: { dtype: 'I16', shape: [1], bytes: new Uint8Array(2) }
    })
    for (const read of [readTensor, (t: ReturnType<typeof find>) => gatherRows(t, [0])]) {
      const error = await failureOf(() => read(find('ids')))
      expect(error).toMatchObject({ code: 'checkpoint/unsupported', file: name })
      expect(error.message).toContain('tensor "ids": dtype I16')
    }
  })

  it('a file that changed since it was opened', async () => {
    const { folder, find } = await tensorsOf({ matrix: f32([1], [1]) })
    appendFileSync(join(folder, name), 'x')
    for (const read of [readTensor, scanTensor]) {
      expect((await failureOf(() => read(find('matrix')))).code).toBe('checkpoint/changed')
    }
  })
})

describe('a scan', () => {
  it('counts NaN and infinities in each float dtype', async () => {
    const { find } = await tensorsOf({
      f32: f32([4], [NaN, 1, -Infinity, 3.4e38]),
      f16: words('F16', 0x7c00, 0x7bff, 0xfe01, 0xfc00),
      bf16: words('BF16', 0x7f80, 0x7f7f, 0x7c00),
      sound: f32([2], [0, -1]),
      ids: words('U16', 0x7c00)
    })
    const counts = ['f32', 'f16', 'bf16', 'sound', 'ids'].map((key) => scanTensor(find(key)))
    expect(await Promise.all(counts)).toEqual([2, 3, 1, 0, 0])
  })

  it('stops when it is cancelled', async () => {
    const { find } = await tensorsOf({ a: f32([1], [1]) })
    const error = await failureOf(() => scanTensor(find('a'), AbortSignal.abort()))
    expect(error.code).toBe('job/cancelled')
  })
})
