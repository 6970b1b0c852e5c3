import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  detectFormat,
  fieldsOf
} from '../../../../../main/analyses/similarity/vector-file/vector-format.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import { binaryBytes, gloveBytes, textBytes, type Rows } from '../../../../helpers/vector-bytes.ts'

const rows: Rows = [
  ['the', [0.1, -2, 3e-5]],
  ['of', [4, 5.5, 6]]
]

const detect = (bytes: Buffer, sizeBytes = bytes.length) => detectFormat(bytes, sizeBytes, 'v.txt')

describe('detectFormat', () => {
  it('knows GloVe text, which has no first line of its own', () => {
    expect(detect(gloveBytes(rows))).toEqual({
      kind: 'text',
      startBytes: 0,
      nHeaderLines: 0,
      nDimensions: 3,
      nPromised: null
    })
  })

  it('knows word2vec text by its first line', () => {
    expect(detect(textBytes(rows))).toEqual({
      kind: 'text',
      startBytes: 4,
      nHeaderLines: 1,
      nDimensions: 3,
      nPromised: 2
    })
  })

  it.each(['\n', ''] as const)('knows word2vec binary with %j after a row', (end) => {
    expect(detect(binaryBytes(rows, end))).toMatchObject({ kind: 'binary', startBytes: 4 })
  })

  it('is not misled by a float whose bytes are a digit and a line feed', () => {
    const [value = 0] = new Float32Array(Uint8Array.of(0x30, 0x0a, 0xda, 0x22).buffer)
    const bytes = binaryBytes([
      ['the', [value, 0, 0, 0]],
      ['of', [1, 2, 3, 4]]
    ])
    expect(bytes.toString('latin1')).toContain('the 0\n')
    expect(detect(bytes)).toMatchObject({ kind: 'binary' })
  })

  it('knows text with a wrong number of numbers in its first row for text', () => {
    expect(detect(Buffer.from('2 3\nthe 1 2\nof 1 2 3\n'))).toMatchObject({ kind: 'text' })
  })

  it('passes over a byte-order mark and takes CRLF and tabs', () => {
    const text = Buffer.from('\ufeff2\t3\r\nthe\t1\t2\t3\r\nof\t1\t2\t3\r\n')
    expect(detect(text)).toMatchObject({ kind: 'text', startBytes: 8, nDimensions: 3 })
  })

  it('takes the number of dimensions from most lines, not from a word with spaces in front', () => {
    const odd: Rows = [['. . .', [1, 2, 3]], ...rows, ['at name@domain.com', [1, 2, 3]]]
    expect(detect(gloveBytes([...odd, ['and', [1, 2, 3]]]))).toMatchObject({ nDimensions: 3 })
  })

  it('takes words that are numbers for words', () => {
    expect(detect(gloveBytes([['2008', [1, 2, 3]]]))).toMatchObject({ nDimensions: 3 })
  })

  it('leaves out a last line that the sample cuts', () => {
    const text = gloveBytes(rows)
    expect(detect(text.subarray(0, text.length - 4), 10_000)).toMatchObject({ nDimensions: 3 })
  })

  it.each([
    ['an empty file', Buffer.alloc(0), 'an empty file'],
    ['gzip', gzipSync('the 1 2'), 'a gzip archive'],
    ['zip', Buffer.from('PK\x03\x04…'), 'a zip archive'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'a bzip2 archive'],
    ['xz', Buffer.from('\xfd7zXZ\0\0', 'latin1'), 'an xz archive'],
    ['a fastText model', Buffer.from('\xba\x16\x4f\x2f\x0c', 'latin1'), 'a fastText model'],
    ['UTF-16', Buffer.from('\ufeffthe 1 2', 'utf16le'), 'UTF-16'],
    ['a pickle', Buffer.from('\x80\x04\x95', 'latin1'), 'a Python pickle'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'neither text nor'],
    ['a list of words', Buffer.from('the\nof\nand\n'), '"the"'],
    ['JSON', Buffer.from('{"the": [1, 2]}'), '"{\\"the\\": [1, 2]}"'],
    ['prose', Buffer.from('Once upon a time there was a file'), '"Once upon'],
    ['one line without end', Buffer.from('a'.repeat(500)), `"${'a'.repeat(40)}…"`],
    ['blank lines', Buffer.from('\n\n\n'), '""']
  ])('says that %s holds no word vectors', (_, bytes, found) => {
    const error = appErrorOf(() => detect(bytes))
    expect(error).toMatchObject({ code: 'request/invalid', file: 'v.txt' })
    expect(error.message).toContain(`v.txt`)
    expect(error.message).toContain(found)
    expect(error.hint).toMatch(/GloVe|Unpack/)
  })

  it.each([
    ['0 3\n', '0 vectors of 3 numbers'],
    ['3 0\nthe\n', '3 vectors of 0 numbers'],
    ['99999999999999999999 300\nthe 1 2\n', 'of 300 numbers, expected 1 to 20000000'],
    ['5 99999999\nthe 1 2\n', '5 vectors of 99999999 numbers'],
    [
      '400000 300\nthe 1 2\n',
      '400000 vectors of 300 numbers in 8 bytes, expected at least 240000000'
    ]
  ])('refuses the first line of %j before anything is allocated', (text, found) => {
    const error = appErrorOf(() => detect(Buffer.from(text)))
    expect(error).toMatchObject({ code: 'request/invalid', offsetBytes: 0 })
    expect(error.message).toContain('line 1')
    expect(error.message).toContain(found)
  })

  it('refuses a binary file that is too short for its first line', () => {
    const error = appErrorOf(() => detect(binaryBytes(rows).subarray(0, 20)))
    expect(error.message).toContain('2 vectors of 3 numbers in 16 bytes, expected at least 26')
  })
})

describe('fieldsOf', () => {
  it('takes a line of blanks within its stride', () => {
    const line = `a${' \t'.repeat(500_000)}b \r`
    const start = performance.now()
    expect(fieldsOf(line)).toEqual(['a', 'b'])
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
