import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFolder, openInFolder } from '../../../main/checkpoint/safe-file.ts'
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts'
import { writeSafetensors } from '../../../main/checkpoint/safetensors-write.ts'
import { failureOf } from '../../helpers/failure.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const goldens = join(import.meta.dirname, '../../fixtures/goldens')

describe('PAR-18 writing', () => {
  it.each(['llama', 'llama-grouped-tied', 'qwen2'])(
    'gives back the very bytes of %s, which the reference wrote',
    async (name) => {
      const source = await openFolder(join(goldens, name, 'checkpoint'))
      const { tensors, metadata } = await readSafetensors(source, 'model.safetensors')
      const file = await openInFolder(source, 'model.safetensors')
      const loaded = []
      for (const tensor of tensors.toReversed()) {
        const bytes = await file.read(tensor.offsetBytes, tensor.lengthBytes)
        loaded.push({ ...tensor, data: () => bytes })
      }
      await file.close()
      const path = join(temporaryFolder(), 'copy.safetensors')
      await writeSafetensors(path, loaded, Object.fromEntries(metadata))
      const original = readFileSync(join(source.realPath, 'model.safetensors'))
      expect(readFileSync(path).equals(original)).toBe(true)
    }
  )

  it('orders by width, then by name, and pads the header to eight bytes', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.safetensors')
    const tensor = (name: string, dtype: 'U8' | 'F32' | 'F64', value: number) => {
      const data = new Uint8Array({ U8: 1, F32: 4, F64: 8 }[dtype]).fill(value)
      return { name, dtype, shape: [1], data }
    }
    await writeSafetensors(path, [
      tensor('z', 'U8', 1),
      tensor('b', 'F32', 2),
      tensor('"\\é', 'F32', 3),
      tensor('w', 'F64', 4)
    ])
    const { tensors } = await readSafetensors(await openFolder(folder), 'a.safetensors')
    expect(tensors.map(({ name }) => name)).toEqual(['w', '"\\é', 'b', 'z'])
    const bytes = readFileSync(path)
    expect(bytes.readBigUInt64LE(0) % 8n).toBe(0n)
    expect([...bytes.subarray(-5)]).toEqual([2, 2, 2, 2, 1])
    expect(readdirSync(folder)).toEqual(['a.safetensors'])
  })

  it('writes an empty file', async () => {
    const folder = temporaryFolder()
    await writeSafetensors(join(folder, 'a.safetensors'), [])
    const file = await readSafetensors(await openFolder(folder), 'a.safetensors')
    expect(file.tensors).toEqual([])
  })

  const one = { name: 'a', dtype: 'F32', shape: [2], data: new Uint8Array(8) } as const
  it.each([
    ['too few bytes', [{ ...one, data: new Uint8Array(7) }], '7 bytes, expected 8'],
    ['a name twice', [one, one], 'names repeat'],
    ['the name of the metadata', [{ ...one, name: '__metadata__' }], 'reserved'],
    ['half a byte', [{ ...one, dtype: 'F4' as const, shape: [1] }], 'shape [1] of F4']
  ])('refuses %s and leaves what was there', async (_, tensors, problem) => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.safetensors')
    writeFileSync(path, 'before')
    const error = await failureOf(() => writeSafetensors(path, tensors))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain(problem)
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toEqual(['a.safetensors'])
  })
})
