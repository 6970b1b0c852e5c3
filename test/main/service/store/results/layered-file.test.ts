import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../../main/errors.ts'
import {
  decodeResultFile,
  encodeResultFile,
  type ResultFile
} from '../../../../../main/service/store/results/result-file.ts'
import { resultKey } from '../../../../../main/service/store/results/result-key.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { blobFiles } from '../behind.ts'
import { layeredRun, putLayered } from '../layered-run.ts'
import { testStore } from '../open-store.ts'

const everything = { text: '', tag: null, sort: 'newest', offset: 0, limit: 50 } as const
const name = 'a.shiftlens'

/** What a file holds of a made-up run. */
function soundFile(kind: 'heads' | 'attention'): ResultFile {
  const { any, layers, result } = layeredRun(kind)
  const { keyFields, title } = result
  const head = { resultId: resultKey(keyFields), keyFields, title, note: '', tags: [] }
  // Layers and record are of one run.
  return { ...head, ...any, layers, labels: [] } as ResultFile
}

const files = { heads: soundFile('heads'), attention: soundFile('attention') }

/** With its hash made to fit. */
function hashed(bytes: Uint8Array): Uint8Array {
  bytes.set(createHash('sha256').update(bytes.subarray(48)).digest(), 16)
  return bytes
}

function refuses(sound: ResultFile, cases: Readonly<Record<string, readonly [object, RegExp]>>) {
  for (const [about, [changes, message]] of Object.entries(cases)) {
    it(about, () => {
      const { store } = testStore()
      const path = join(temporaryFolder(), name)
      const bytes = encodeResultFile({ ...sound, ...changes })
      // Whatever kind it claims, as the file of an analysis with layers.
      bytes[8] = 2
      writeFileSync(path, hashed(bytes))
      expect(() => store.importResult(path)).toThrowError(
        expect.objectContaining({
          code: 'request/invalid',
          file: name,
          message: expect.stringMatching(message)
        })
      )
      expect(store.results.list(everything).nMatching).toBe(0)
    })
  }
}

describe.each(['heads', 'attention'] as const)('the file of a result of %s', (kind) => {
  const sound = files[kind]
  if (sound.kind === 'attribution' || sound.kind === 'study') throw new Error('not of layers')
  const { record, layers } = sound
  const shape = { isLarge: true }

  it('carries the result with its layers from one library to another, byte by byte', async () => {
    const { store } = testStore()
    const resultId = putLayered(kind, store, 'a', shape)
    store.results.annotate(resultId, { note: 'a note', tags: ['deep'] })
    const path = join(temporaryFolder(), name)
    await store.exportResult(resultId, path)
    expect(readFileSync(path)[8]).toBe(2)

    const { home, store: other } = testStore()
    expect(other.importResult(path)).toBe(resultId)
    expect(other.results.open(resultId)).toEqual(store.results.open(resultId))
    for (const layer of layeredRun(kind, shape).layers) {
      expect(other.results.layer(resultId, layer.layer, kind)).toEqual(layer)
    }
    expect(other.results.find({ title: 'Depths', kind })).toBe(resultId)
    expect(other.results.list({ ...everything, text: 'deep' }).nMatching).toBe(1)
    const again = join(temporaryFolder(), name)
    await other.exportResult(resultId, again)
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true)
    expect(blobFiles(home)).toHaveLength(3)
  })

  it('leaves an equal result as it is, and repairs one that was damaged', async () => {
    const { store } = testStore()
    const resultId = putLayered(kind, store, 'a', shape)
    const path = join(temporaryFolder(), name)
    await store.exportResult(resultId, path)
    const { home, store: other } = testStore()
    putLayered(kind, other, 'a', { ...shape, seconds: 9 })
    other.importResult(path)
    expect(other.results.layer(resultId, 0, kind).seconds).toBe(9)
    writeFileSync(blobFiles(home)[0]!, 'no longer a layer')
    other.importResult(path)
    expect(other.results.open(resultId).problems).toEqual([])
    expect(other.results.layer(resultId, 0, kind).seconds).toBe(1)
  })

  it('is read as it was written', () => {
    expect(decodeResultFile(encodeResultFile(sound), name)).toEqual(sound)
  })

  describe('is refused, with a hash that fits, for', () => {
    const [first, ...rest] = layers
    refuses(sound, {
      'settings that are not those of the id': [{ keyFields: { a: 1 } }, /was changed: its id/],
      'a field that is unknown': [{ extra: 1 }, /extra/],
      'an unknown analysis': [{ kind: 'studies' }, /kind/],
      'another analysis': [
        { kind: kind === 'heads' ? 'attention' : 'heads' },
        /cannot be read: (heads|attention): /
      ],
      'an attribution': [{ kind: 'attribution' }, /kind/],
      'a partial result': [{ record: { ...record, isPartial: true } }, /partial/],
      'a layer too few': [{ layers: rest }, /holds 2 layers, expected 3/],
      'a layer twice': [{ layers: [first, first, rest[1]] }, /layer 1: (are|is) of layer 0/],
      'layers that are none': [{ layers: [null, null, null] }, /of layer 0/],
      'layers that are no list': [{ layers: { 0: first } }, /layers/],
      'labels, which only concepts have': [
        {
          labels: [
            {
              ...{ layer: 0, role: 'base', direction: 0, annotator: 'manual', author: 'Ada' },
              ...{ seed: null, label: null, note: '', createdAt: '2026-05-01T10:00:00.000Z' }
            }
          ]
        },
        /holds labels of (heads|attention), expected none/
      ],
      'an array where a text belongs': [
        { record: { ...record, device: Float32Array.of(1) } },
        /device/
      ],
      'another number of heads': [
        { record: { ...record, sides: record.sides.map((side) => ({ ...side, nHeads: 1 })) } },
        /has \d+ entries, expected \d+/
      ]
    })
  })

  it('is refused with one byte changed, or cut off', () => {
    const bytes = encodeResultFile(sound)
    const refused = (changed: Uint8Array) =>
      expect(() => decodeResultFile(changed, name)).toThrowError(
        expect.objectContaining({ code: 'request/invalid', file: name })
      )
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, difference) => {
        const changed = bytes.slice()
        changed[at]! ^= difference
        refused(changed)
        refused(bytes.slice(0, at))
      }),
      { numRuns: 100 }
    )
  })

  it('is read or refused whatever content carries a hash that fits', () => {
    const bytes = encodeResultFile(sound)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 48, max: bytes.length - 1 }), fc.nat(255)), {
          minLength: 1,
          maxLength: 3
        }),
        (changes) => {
          const changed = bytes.slice()
          for (const [at, to] of changes) changed[at] = to
          try {
            decodeResultFile(hashed(changed), name)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(AppError)
          }
        }
      ),
      { numRuns: 200 }
    )
  })
})

describe('the file of attention patterns is refused, with a hash that fits, for', () => {
  const { attention } = files
  if (attention.kind !== 'attention') throw new Error('not of attention')
  const [first, ...rest] = attention.layers
  const [side, other] = first!.sides
  const weights = (to: Float32Array) => ({
    layers: [{ ...first!, sides: [{ ...side!, weights: to }, other] }, ...rest]
  })
  refuses(attention, {
    'weights above 1': [weights(new Float32Array(50).fill(2)), /weights is 2 at 0/],
    'weights of more tokens': [
      weights(new Float32Array(72)),
      /weights has 72 entries, expected 50/
    ],
    'a matrix that a text pretends to be': [
      { layers: [{ ...first!, sides: [{ ...side!, weights: 'x'.repeat(50) }, other] }, ...rest] },
      /weights/
    ]
  })
})
