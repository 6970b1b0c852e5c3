import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openFolder } from '../../../main/checkpoint/safe-file.ts'
import { readShardIndex } from '../../../main/checkpoint/shard-index.ts'
import { readWeightFiles } from '../../../main/checkpoint/shards.ts'
import { parseStrictJson, type JsonObject } from '../../../main/checkpoint/strict-json.ts'
import { failureOf } from '../../helpers/failure.ts'
import { f32, layOutSafetensors } from '../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { writeTinyCheckpoint, writeTinyShards } from '../../helpers/tiny-checkpoint.ts'

const a = f32([2], [1, 2])
const b = f32([3], [3, 4, 5])
const c = f32([1], [6])
const two = { 'one.safetensors': { a, b }, 'two.safetensors': { c } }

const read = async (path: string) => readWeightFiles(await openFolder(path))
const writeTwo = (index = {}) => writeTinyShards(temporaryFolder(), two, index)

describe('PAR-19 an index', () => {
  it('gives the tensors of all shards', async () => {
    const weights = await read(writeTwo({ metadata: { total_size: 24 } }))
    expect([...weights.tensors.keys()]).toEqual(['a', 'b', 'c'])
    expect(weights.tensors.get('c')?.file.name).toBe('two.safetensors')
    expect(weights.files.map((file) => file.name)).toEqual(['one.safetensors', 'two.safetensors'])
    expect(weights.warnings).toEqual([])
  })

  it('with a wrong total size is a warning', async () => {
    const { warnings } = await read(writeTwo({ metadata: { total_size: 2.5e1 } }))
    expect(warnings).toEqual(['model.safetensors.index.json declares 25 bytes, the shards hold 24'])
  })

  it('that leaves a tensor out is a warning', async () => {
    const map = { a: 'one.safetensors', c: 'two.safetensors' }
    const { warnings } = await read(writeTwo({ weight_map: map }))
    expect(warnings).toEqual(['1 tensors are not in model.safetensors.index.json: b'])
  })

  it('with missing shards names all of them at once', async () => {
    const path = writeTinyShards(
      temporaryFolder(),
      { ...two, 'three.safetensors': { d: a } },
      { metadata: { total_size: 32 } }
    )
    rmSync(join(path, 'one.safetensors'))
    rmSync(join(path, 'three.safetensors'))
    const error = await failureOf(() => read(path))
    expect(error.code).toBe('checkpoint/unreadable')
    expect(error.message).toBe(
      '2 of 3 weight files are missing: one.safetensors (2 tensors), three.safetensors (1 tensors)' +
        ', about 28 bytes together'
    )
  })

  it('that names a tensor which its shard does not hold is refused', async () => {
    const map = { a: 'two.safetensors', b: 'one.safetensors', c: 'two.safetensors' }
    const error = await failureOf(() => read(writeTwo({ weight_map: map })))
    expect(error.message).toContain('tensor "a" is not in two.safetensors')
  })

  it('over two shards with the same tensor is refused', async () => {
    const path = writeTwo()
    writeFileSync(join(path, 'two.safetensors'), layOutSafetensors({ c, a }))
    const error = await failureOf(() => read(path))
    expect(error).toMatchObject({ code: 'checkpoint/malformed' })
    expect(error.message).toContain('tensor "a" is in one.safetensors and in two.safetensors')
  })

  it('beside model.safetensors is not used, with a warning', async () => {
    const path = writeTinyCheckpoint(writeTwo())
    const { tensors, warnings } = await read(path)
    expect(tensors.has('lm_head.weight')).toBe(true)
    expect(warnings[0]).toContain('is not used')
  })

  it.each([
    '../x.safetensors',
    '/x.safetensors',
    'a/x.safetensors',
    'a\\x.safetensors',
    'C:x.safetensors',
    '..'
  ])('that leads to %s is refused', async (shard) => {
    const error = await failureOf(() => read(writeTwo({ weight_map: { a: shard } })))
    expect(error.code).toBe('checkpoint/malformed')
    expect(error.message).toContain('expected a plain file name')
  })

  it.each([
    ['a\0.safetensors', 'malformed'],
    ['x'.repeat(244) + '.safetensors', 'malformed'],
    [7, 'malformed'],
    ['pytorch_model.bin', 'unsupported']
  ])('that names a shard %j is refused', async (shard, kind) => {
    const root = { weight_map: { t: shard } }
    expect((await failureOf(() => readShardIndex(root))).code).toBe(`checkpoint/${kind}`)
  })

  it.each(['{}', '{"weight_map":[]}', '{"weight_map":{}}', '{"weight_map":{"a":"x","a":"y"}}'])(
    '%s is refused',
    async (text) => {
      const parse = () => readShardIndex(parseStrictJson(text) as JsonObject)
      expect((await failureOf(parse)).code).toBe('checkpoint/malformed')
    }
  )

  it('of more than 10 000 shards is refused', async () => {
    const map = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`t${i}`, `${i}.safetensors`]))
    expect(readShardIndex({ weight_map: map(10_000) }).shards.size).toBe(10_000)
    const error = await failureOf(() => readShardIndex({ weight_map: map(10_001) }))
    expect(error.message).toContain('10001 shards')
  })
})

describe('a folder without safetensors', () => {
  it('says what is expected', async () => {
    const error = await failureOf(() => read(temporaryFolder()))
    expect(error.code).toBe('checkpoint/unreadable')
    expect(error.message).toContain('expected model.safetensors or model.safetensors.index.json')
  })

  it('names weights in another format', async () => {
    const path = temporaryFolder()
    writeFileSync(join(path, 'pytorch_model.bin'), '')
    const error = await failureOf(() => read(path))
    expect(error.code).toBe('checkpoint/unsupported')
    expect(error.message).toContain('pytorch_model.bin')
  })
})
