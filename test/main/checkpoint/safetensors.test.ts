import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { openFolder } from '../../../main/checkpoint/safe-file.ts'
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts'
import { parseHeader } from '../../../main/checkpoint/safetensors-header.ts'
import { failureOf } from '../../helpers/failure.ts'
import { f32, layOutSafetensors, packSafetensors } from '../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const name = 'model.safetensors'

async function readBytes(bytes: Uint8Array) {
  const folder = temporaryFolder()
  writeFileSync(join(folder, name), bytes)
  return readSafetensors(await openFolder(folder), name)
}

const zeros = (length: number) => new Uint8Array(length)
const one = (fields: string, data = 16) => packSafetensors(`{"t":{${fields}}}`, zeros(data))
const good = '"dtype":"I32","shape":[2,2],"data_offsets":[0,16]'

describe('a sound file', () => {
  it('gives its tensors with places in the file, sorted by them, and its metadata', async () => {
    const header =
      '{"b":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]},' +
      '"__metadata__":{"format":"pt"},"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}'
    const file = await readBytes(packSafetensors(header, zeros(12)))
    const start = 8 + header.length
    expect(file.metadata).toEqual(new Map([['format', 'pt']]))
    expect(file.tensors).toMatchObject([
      { name: 'a', dtype: 'BF16', shape: [2], offsetBytes: start, lengthBytes: 4 },
      { name: 'b', dtype: 'F32', shape: [1, 2], offsetBytes: start + 4, lengthBytes: 8 }
    ])
    expect(file.tensors[0]?.file).toMatchObject({ name, sizeBytes: start + 12 })
  })

  it.each(['{}', ' \t\r\n{}\n\r\t '])('may be empty and padded: %j', async (header) => {
    expect((await readBytes(packSafetensors(header, zeros(0)))).tensors).toEqual([])
  })

  it('may hold scalars and tensors without elements, and odd names', async () => {
    const header =
      '{"constructor":{"dtype":"I32","shape":[],"data_offsets":[0,4]},' +
      '"__proto__":{"dtype":"F64","shape":[2,0],"data_offsets":[4,4]},' +
      '"":{"dtype":"F4","shape":[2],"data_offsets":[4,5]},' +
      '"toString":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},' +
      '"__metadata__":{"__proto__":"x"}}'
    const { tensors, metadata } = await readBytes(packSafetensors(header, zeros(5)))
    expect(tensors.map((tensor) => tensor.name)).toEqual([
      'toString',
      'constructor',
      '__proto__',
      ''
    ])
    expect(metadata.get('__proto__')).toBe('x')
  })
})

describe('each rule of the format', () => {
  const overlong = Buffer.concat([Buffer.from([0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]), zeros(16)])
  const atLimit = Buffer.concat([Buffer.from([0x00, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]), zeros(16)])
  const cases: [string, Uint8Array, string][] = [
    ['PAR-10 no room for the length', zeros(7), '7 bytes, expected at least 8'],
    ['PAR-10 an empty file', zeros(0), '0 bytes'],
    ['PAR-10 a header of 100 000 001 bytes', overlong, 'expected at most 100000000'],
    ['PAR-11 a header of 100 000 000 bytes in 24', atLimit, 'the file has 16 after'],
    ['PAR-11 a header past the end', packSafetensors('{}', zeros(0)).subarray(0, 9), 'has 1 after'],
    ['PAR-12 a header that is not UTF-8', packSafetensors(Uint8Array.of(0xff), zeros(0)), 'UTF-8'],
    ['PAR-12 a header that is not JSON', packSafetensors('{', zeros(0)), 'JSON'],
    ['PAR-12 a byte order mark', packSafetensors('\ufeff{}', zeros(0)), 'U+FEFF'],
    ['PAR-12 a list', packSafetensors('[]', zeros(0)), 'not a JSON object'],
    ['PAR-06 a tensor twice', packSafetensors(`{"t":{${good}},"t":{${good}}}`, zeros(16)), 'twice'],
    ['PAR-07 depth', packSafetensors(`{"t":${'['.repeat(70)}`, zeros(0)), 'deeper than 64'],
    ['PAR-14 a tensor that is a number', packSafetensors('{"t":1}', zeros(0)), 'is not an object'],
    ['PAR-14 a missing field', one('"dtype":"I32","shape":[4]'), 'expected data_offsets'],
    [
      'PAR-14 a field too many',
      one(`${good},"x":1`),
      'has the fields data_offsets, dtype, shape, x'
    ],
    ['PAR-14 a dtype that is a number', one(good.replace('"I32"', '3')), 'dtype is not a string'],
    ['PAR-14 a negative size', one(good.replace('[2,2]', '[-2,-2]')), 'shape holds -2'],
    ['PAR-14 a fractional size', one(good.replace('[2,2]', '[2.0,2]')), 'expected a plain integer'],
    ['PAR-14 a size in words', one(good.replace('[2,2]', '["2",2]')), 'shape holds "2"'],
    ['PAR-14 a shape without list', one(good.replace('[2,2]', '4')), 'shape is not a list'],
    ['PAR-14 three offsets', one(good.replace('[0,16]', '[0,16,16]')), 'has 3 numbers'],
    [
      'PAR-14 metadata of numbers',
      packSafetensors('{"__metadata__":{"a":1}}', zeros(0)),
      '"a" is not'
    ],
    [
      'PAR-14 metadata in a list',
      packSafetensors('{"__metadata__":[]}', zeros(0)),
      'not an object'
    ],
    [
      'PAR-15 a first tensor that begins late',
      one(good.replace('[0,16]', '[4,20]'), 20),
      'begins at 4'
    ],
    ['PAR-15 an end before the begin', one(good.replace('[0,16]', '[16,0]')), 'before they begin'],
    [
      'PAR-15 a gap',
      packSafetensors(
        `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}`,
        zeros(3)
      ),
      'begins at 2, expected 1'
    ],
    [
      'PAR-15 an overlap',
      packSafetensors(`{"a":{${good}},"b":{${good}}}`, zeros(16)),
      'begins at 0, expected 16'
    ],
    ['PAR-16 a shape that overflows', one(good.replace('[2,2]', '[2,9007199254740991]')), '2^53'],
    ['PAR-16 bits that overflow', one(good.replace('[2,2]', '[4503599627370496]')), '2^53'],
    ['PAR-16 half a byte', one('"dtype":"F4","shape":[3],"data_offsets":[0,2]', 2), 'whole bytes'],
    ['PAR-16 too few bytes', one(good.replace('[0,16]', '[0,15]'), 15), 'span 15 bytes'],
    ['PAR-16 too many bytes', one(good.replace('[0,16]', '[0,17]'), 17), 'needs 16'],
    ['PAR-17 a missing byte', one(good, 15), 'tensors end at byte'],
    ['PAR-17 a trailing byte', one(good, 17), 'the file at']
  ]
  it.each(cases)('%s is refused', async (_, bytes, problem) => {
    const error = await failureOf(() => readBytes(bytes))
    expect(error.code).toBe('checkpoint/malformed')
    expect(error.file).toBe(name)
    expect(error.offsetBytes).toBeGreaterThanOrEqual(0)
    expect(error.message).toContain(problem)
  })

  it('PAR-14 an unknown dtype is refused by name, at its place', async () => {
    const error = await failureOf(() => readBytes(one(good.replace('I32', 'Q4_K'))))
    expect(error.code).toBe('checkpoint/unsupported')
    expect(error.message).toContain('tensor "t": dtype "Q4_K", expected one of BOOL')
    expect(error.offsetBytes).toBe(9)
  })

  it.each([
    ['PK\x03\x04\x00\x00\x08\x08', 'PyTorch zip'],
    ['GGUF\x03\x00\x00\x00', 'GGUF'],
    ['\x80\x02}q\x00(X\x01', 'pickle'],
    ['\x89HDF\r\n\x1a\n', 'HDF5']
  ])('PAR-09 says what a file that begins with %j is', async (start, format) => {
    const error = await failureOf(() => readBytes(Buffer.from(start.padEnd(64, 'x'), 'latin1')))
    expect(error.hint).toContain(format)
  })
})

describe('PAR-03 boundary integers', () => {
  const edges = [31n, 32n, 53n, 63n].flatMap((n) => [2n ** n - 1n, 2n ** n, 2n ** n + 1n])
  const integers = [...edges, 2n ** 64n - 1n]

  it.each(integers)('%s as the header length, a size and an offset is refused', async (integer) => {
    const length = Buffer.alloc(32)
    length.writeBigUInt64LE(integer)
    const sizes = [`[${integer}]`, `[2,${integer}]`, `[${integer},${integer}]`]
    const files = [
      length,
      ...sizes.map((shape) => one(good.replace('[2,2]', shape))),
      ...['[0,?]', '[?,?]', '[?,0]'].map((offsets) =>
        one(good.replace('[0,16]', offsets.replaceAll('?', String(integer))))
      )
    ]
    for (const file of files) {
      expect((await failureOf(() => readBytes(file))).code).toBe('checkpoint/malformed')
    }
  })
})

describe('damage', () => {
  const sound = layOutSafetensors({ 'a.weight': f32([2, 3], [1, 2, 3, 4, 5, 6]), b: f32([1], [7]) })

  it('a file cut at any byte is a typed error', async () => {
    const folder = temporaryFolder()
    const path = join(folder, name)
    const opened = await openFolder(folder)
    writeFileSync(path, sound)
    expect((await readSafetensors(opened, name)).tensors).toHaveLength(2)
    for (let length = sound.byteLength - 1; length >= 0; length--) {
      truncateSync(path, length)
      const error = await failureOf(() => readSafetensors(opened, name))
      expect(error.code).toBe('checkpoint/malformed')
    }
  })

  it('random bytes in the header give a result or a typed error', () => {
    const header = sound.subarray(8, sound.byteLength - 28)
    const file = { name, sizeBytes: sound.byteLength }
    const edit = fc.tuple(fc.nat(header.byteLength - 1), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = Buffer.from(header)
        for (const [at, value] of edits) bytes[at] = value
        try {
          parseHeader(bytes, file)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      }),
      { seed: 3, numRuns: 3_000 }
    )
  })

  it('PAR-02 no buffer is made for a length that only the header claims', async () => {
    const claims = one('"dtype":"F32","shape":[250000000000],"data_offsets":[0,1000000000000]')
    const before = process.memoryUsage().arrayBuffers
    await failureOf(() => readBytes(claims))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })
})
