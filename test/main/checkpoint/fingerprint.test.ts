import { createHash } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../../main/checkpoint/checkpoint.ts'
import {
  assertFinite,
  digestConfig,
  fingerprintCheckpoint,
  identityKey,
  type Fingerprint
} from '../../../main/checkpoint/fingerprint.ts'
import { failureOf } from '../../helpers/failure.ts'
import { f32, layOutSafetensors, type PlainTensor } from '../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import {
  tinyConfig,
  tinyTensors,
  writeTinyCheckpoint,
  writeTinyShards
} from '../../helpers/tiny-checkpoint.ts'

const writeTiny = (tensors?: Record<string, PlainTensor>) =>
  writeTinyCheckpoint(temporaryFolder(), tinyConfig, tensors)
const openTiny = (tensors?: Record<string, PlainTensor>) => openCheckpoint(writeTiny(tensors))

/** The definition, written down a second time. */
function expectedPrint(tensors: Record<string, PlainTensor>): string {
  const hash = createHash('sha256').update('shiftlens weights 1\n')
  const names = Object.keys(tensors).sort()
  for (const name of names) {
    const { dtype, shape } = tensors[name]!
    hash.update(`["${name}","${dtype}",[${shape.join(',')}]]\n`)
  }
  hash.update('\n')
  for (const name of names) hash.update(tensors[name]!.bytes)
  return hash.digest('hex')
}

describe('a fingerprint', () => {
  it('is the SHA-256 that is defined, in one file or in shards, in any order', async () => {
    const tensors = tinyTensors()
    const entries = Object.entries(tensors)
    const single = await fingerprintCheckpoint(await openTiny())
    expect(single).toEqual({ sha256: expectedPrint(tensors), nonFinite: [] })
    const reversed = await openTiny(Object.fromEntries(entries.toReversed()))
    expect(await fingerprintCheckpoint(reversed)).toEqual(single)
    const shards = writeTinyShards(temporaryFolder(), {
      'b.safetensors': Object.fromEntries(entries.slice(0, 5)),
      'a.safetensors': Object.fromEntries(entries.slice(5))
    })
    expect(await fingerprintCheckpoint(await openCheckpoint(shards))).toEqual(single)
  })

  it('changes with a bit, a dtype, a shape, a name', async () => {
    const tensors = tinyTensors()
    const bits = Uint8Array.from(tensors['model.norm.weight']!.bytes)
    bits[0]! ^= 1
    const extra = f32([4], [1, 2, 3, 4])
    const variants: Record<string, PlainTensor>[] = [
      {},
      { 'model.norm.weight': { dtype: 'F32', shape: [4], bytes: bits } },
      { x: extra },
      { y: extra },
      { x: { ...extra, shape: [2, 2] } },
      { x: { ...extra, dtype: 'I32' } }
    ]
    const prints = new Set<string>()
    for (const variant of variants) {
      prints.add((await fingerprintCheckpoint(await openTiny({ ...tensors, ...variant }))).sha256)
    }
    expect(prints.size).toBe(variants.length)
  })

  it('names the tensors with NaN or infinities', async () => {
    const checkpoint = await openTiny({
      ...tinyTensors(),
      'model.norm.weight': f32([4], [1, NaN, 1, 1]),
      'model.layers.0.input_layernorm.weight': f32([4], [1, 1, 1, Infinity])
    })
    const print = await fingerprintCheckpoint(checkpoint)
    expect(print.nonFinite).toEqual(['model.layers.0.input_layernorm.weight', 'model.norm.weight'])
    const error = await failureOf(() => assertFinite(print))
    expect(error.message).toContain('input_layernorm.weight" and 1 more: holds NaN or infinite')
    expect(() => assertFinite({ sha256: '', nonFinite: [] })).not.toThrow()
  })

  it('reports progress up to one, and stops when cancelled', async () => {
    const checkpoint = await openTiny()
    const seen: number[] = []
    await fingerprintCheckpoint(checkpoint, { onProgress: (fraction) => seen.push(fraction) })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen).toHaveLength(12)
    expect(seen.at(-1)).toBe(1)
    const controller = new AbortController()
    const work = () =>
      fingerprintCheckpoint(checkpoint, {
        signal: controller.signal,
        onProgress: (fraction) => fraction > 0.5 && controller.abort()
      })
    expect((await failureOf(work)).code).toBe('job/cancelled')
  })

  it('lets other work have its turn while it runs', async () => {
    const zeros = new Uint8Array(40_000_000)
    const big = { dtype: 'F32', shape: [10_000_000], bytes: zeros }
    const checkpoint = await openTiny({ ...tinyTensors(), big })
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await fingerprintCheckpoint(checkpoint)
    clearInterval(timer)
    expect(turns).toBeGreaterThanOrEqual(3)
  })
})

describe('the memory of fingerprints', () => {
  it('spares the reading of files that are the same, and of no others', async () => {
    const kept = new Map<string, Fingerprint>()
    const memory = {
      get: (key: string) => kept.get(key),
      set: (key: string, print: Fingerprint) => void kept.set(key, print)
    }
    const path = writeTiny()
    const first = await openCheckpoint(path)
    const print = await fingerprintCheckpoint(first, { memory })
    expect([...kept]).toEqual([[identityKey(first.files), print]])
    kept.set(identityKey(first.files), { sha256: 'remembered', nonFinite: [] })
    const again = await fingerprintCheckpoint(await openCheckpoint(path), { memory })
    expect(again.sha256).toBe('remembered')
    const other = { ...tinyTensors(), x: f32([1], [1]) }
    writeFileSync(join(path, 'model.safetensors'), layOutSafetensors(other))
    const third = await fingerprintCheckpoint(await openCheckpoint(path), { memory })
    expect(third.sha256).toBe(expectedPrint(other))
  })

  it('does not keep one of files that changed meanwhile', async () => {
    const path = writeTiny()
    const checkpoint = await openCheckpoint(path)
    const kept: string[] = []
    const memory = { get: () => undefined, set: (key: string) => void kept.push(key) }
    const onProgress = (fraction: number) => {
      if (fraction === 1) appendFileSync(join(path, 'model.safetensors'), 'x')
    }
    const error = await failureOf(() => fingerprintCheckpoint(checkpoint, { memory, onProgress }))
    expect(error.code).toBe('checkpoint/changed')
    expect(kept).toEqual([])
  })
})

it('the digest of a config tells ropes apart, and does not hang on the order of keys', async () => {
  const { config } = await openTiny()
  const reordered = Object.fromEntries(Object.entries(config).toReversed()) as typeof config
  expect(digestConfig(reordered)).toBe(digestConfig(config))
  expect(digestConfig({ ...config, rope: { type: 'default', theta: 5 } })).not.toBe(
    digestConfig(config)
  )
})
