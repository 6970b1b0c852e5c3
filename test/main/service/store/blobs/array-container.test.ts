import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeContainer,
  encodeContainer
} from '../../../../../main/service/store/blobs/array-container.ts'
import { AppError } from '../../../../../main/errors.ts'
import type { JsonPlain } from '../../../../../main/worker/contract.ts'

const arrays = fc.dictionary(
  fc.string(),
  fc.oneof(
    fc.float32Array({ maxLength: 9 }),
    fc.float64Array({ maxLength: 9 }),
    fc.int32Array({ maxLength: 9 }),
    fc.uint8Array({ maxLength: 9 })
  )
)

const bits = (array: { buffer: ArrayBufferLike; byteOffset: number; byteLength: number }) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex')

/** A container with any header and any bytes after it. */
function build(header: string, payload = new Uint8Array(0)): Uint8Array {
  const padded = header.padEnd(Math.ceil((header.length + 12) / 8) * 8 - 12, ' ')
  const prefix = Buffer.from('SHLARR\0\u0001', 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32LE(padded.length)
  return Buffer.concat([prefix, length, Buffer.from(padded), payload])
}

it('gives back the same values and the same bits, from any alignment', () => {
  fc.assert(
    fc.property(fc.jsonValue(), arrays, fc.nat(7), (values, given, shift) => {
      const plain = JSON.parse(JSON.stringify(values)) as JsonPlain
      const encoded = encodeContainer({ values: plain, arrays: given })
      const shifted = new Uint8Array(encoded.length + shift).subarray(shift)
      shifted.set(encoded)
      const decoded = decodeContainer(shifted)
      expect(decoded.values).toEqual(plain)
      expect(Object.keys(decoded.arrays).sort()).toEqual(Object.keys(given).sort())
      for (const [name, array] of Object.entries(given)) {
        const found = decoded.arrays[name]!
        expect(found.constructor).toBe(array.constructor)
        expect(bits(found)).toBe(bits(array))
      }
    })
  )
})

it('is the same bytes whatever the order of keys and arrays', () => {
  const a = Float32Array.of(1)
  const b = Uint8Array.of(2)
  expect(encodeContainer({ values: { x: 1, y: 2 }, arrays: { a, b } })).toEqual(
    encodeContainer({ values: { y: 2, x: 1 }, arrays: { b, a } })
  )
})

it('is laid out as its comment says', () => {
  const encoded = encodeContainer({ values: 7, arrays: { a: Float32Array.of(1) } })
  expect(encoded).toEqual(
    new Uint8Array(
      build(
        '{"arrays":[{"length":1,"name":"a","type":"float32"}],"values":7}',
        Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0)
      )
    )
  )
})

describe('refuses', () => {
  const one = '{"arrays":[{"length":1,"name":"a","type":"uint8"}],"values":0}'
  const cases: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'nothing at all': [new Uint8Array(0), /does not begin/],
    'another format': [Buffer.alloc(64), /does not begin/],
    'a header that is longer than the file': [
      Buffer.concat([build(one).subarray(0, 8), Buffer.from([255, 255, 255, 255])]),
      /header of 4294967295 bytes, expected at most 0/
    ],
    'a header that ends off the grid': [
      Buffer.concat([build('').subarray(0, 8), Buffer.from([1, 0, 0, 0]), Buffer.from('{')]),
      /multiple of 8/
    ],
    'a header that is not JSON': [build('{"arrays":[],'), /not JSON/],
    'a header that is not UTF-8': [
      Buffer.concat([
        build('{"x":"~~~"}').subarray(0, 18),
        Buffer.from([0xff]),
        build('{"x":"~~~"}').subarray(19)
      ]),
      /not JSON/
    ],
    'a header without values': [build('{"arrays":[]}'), /lacks/],
    'a list as header': [build('[]'), /lacks/],
    'an unknown type': [
      build('{"arrays":[{"length":1,"name":"a","type":"constructor"}],"values":0}'),
      /type "constructor"/
    ],
    'a negative length': [
      build('{"arrays":[{"length":-1,"name":"a","type":"uint8"}],"values":0}'),
      /length -1/
    ],
    'a length above 2^53': [
      build('{"arrays":[{"length":9007199254740993,"name":"a","type":"uint8"}],"values":0}'),
      /length 9007199254740992/
    ],
    'a length that the bytes do not hold': [
      build('{"arrays":[{"length":9007199254740991,"name":"a","type":"float64"}],"values":0}'),
      /expected at most 0/
    ],
    'a name twice': [
      build(
        '{"arrays":[{"length":0,"name":"a","type":"uint8"},{"length":0,"name":"a","type":"uint8"}],"values":0}'
      ),
      /twice/
    ],
    'padding that is not zero': [build(one, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 9)), /padding/],
    'bytes after the last array': [build(one, new Uint8Array(16)), /8 bytes after/],
    'a file cut short': [build(one, new Uint8Array(7)), /expected at most 7/]
  }
  for (const [name, [bytes, message]] of Object.entries(cases)) {
    it(name, () => {
      expect(() => decodeContainer(bytes)).toThrowError(
        expect.objectContaining({
          code: 'request/invalid',
          message: expect.stringMatching(message)
        })
      )
    })
  }
})

it('reads or refuses whatever it is given, and nothing else happens', () => {
  const encoded = encodeContainer({
    values: { a: [1, 2] },
    arrays: { x: Float32Array.of(1, 2, 3), y: Int32Array.of(4) }
  })
  const change = fc.record({ at: fc.nat(encoded.length - 1), to: fc.nat(255) })
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.nat(encoded.length),
      (changes, cut) => {
        const bytes = encoded.slice(0, cut === 0 ? encoded.length : cut)
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to
        try {
          decodeContainer(bytes)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      }
    ),
    { numRuns: 1000 }
  )
})
