import { writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  formatOf,
  readRows,
  type ReadRowsOptions
} from '../../../../../main/analyses/similarity/vector-file/read-rows.ts'
import { openFolder, openInFolder } from '../../../../../main/checkpoint/safe-file.ts'
import { failureOf } from '../../../../helpers/failure.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { binaryBytes, gloveBytes, textBytes, type Rows } from '../../../../helpers/vector-bytes.ts'

const rows: Rows = [
  ['the', [0.5, -2, 3]],
  ['größer', [4, 5.5, 6]],
  ['中文', [7, 8, -9]]
]

async function read(bytes: Buffer | string, options?: ReadRowsOptions) {
  const path = join(temporaryFolder(), 'vectors.bin')
  writeFileSync(path, bytes)
  const file = await openInFolder(await openFolder(dirname(path)), basename(path))
  try {
    const found: [string, number[]][] = []
    const visit = (word: string, vector: Float32Array) => found.push([word, [...vector]])
    const format = await formatOf(file, 'v.txt')
    const counts = await readRows(file, 'v.txt', format, visit, options)
    return { found, counts }
  } finally {
    await file.close()
  }
}

const sound = { nUnreadable: 0, nZero: 0, isLastLineOpen: false }

describe('readRows', () => {
  it.each([
    ['GloVe text', gloveBytes(rows)],
    ['word2vec text', textBytes(rows)],
    ['word2vec binary', binaryBytes(rows)],
    ['word2vec binary without line feeds', binaryBytes(rows, '')]
  ])('reads %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ found: rows, counts: { nRows: 3, ...sound } })
  })

  it.each([
    ['text', textBytes(rows)],
    ['binary', binaryBytes(rows)]
  ])('reads %s in blocks of any size alike', async (_, bytes) => {
    for (const blockBytes of [1, 2, 3, 5, 7, 16, 64]) {
      expect((await read(bytes, { blockBytes })).found).toEqual(rows)
    }
  })

  it('reads words with spaces: the last fields are the numbers', async () => {
    const odd: Rows = [...rows, ['. . .', [1, 2, 3]], ['at name@domain.com', [4, 5, 6]]]
    expect((await read(gloveBytes(odd))).found).toEqual(odd)
  })

  it('takes CRLF, blanks at the end, blank lines and a last line without end', async () => {
    const text = 'a 1 2\r\nb 3 4 \n\n \t\nc 5 6'
    const { found, counts } = await read(text)
    expect(found).toEqual([
      ['a', [1, 2]],
      ['b', [3, 4]],
      ['c', [5, 6]]
    ])
    expect(counts).toMatchObject({ nRows: 3, isLastLineOpen: true })
  })

  it('counts zero vectors and words that cannot be read, and goes on', async () => {
    const text = Buffer.concat([
      Buffer.from('zero 0 -0\n 1 2\n'),
      Buffer.from([0x61, 0xff, 0x20]),
      Buffer.from('3 4\nlast 5 6\n')
    ])
    expect(await read(text)).toEqual({
      found: [['last', [5, 6]]],
      counts: { nRows: 4, nUnreadable: 2, nZero: 1, isLastLineOpen: false }
    })
    const bytes = binaryBytes([
      ['a\nb', [1, 2, 3, 4]],
      ['', [1, 2, 3, 4]],
      ['zero', [0, 0, 0, 0]],
      ['c', [1, 2, 3, 4]]
    ])
    expect(await read(bytes)).toEqual({
      found: [['c', [1, 2, 3, 4]]],
      counts: { nRows: 4, nUnreadable: 2, nZero: 1, isLastLineOpen: false }
    })
  })

  it.each([
    ['too few numbers', 'a 1 2\nb 3\nc 1 2\n', 'line 2: 1 field', 'expected 2 numbers', 6],
    ['too many numbers', 'a 1 2\nb 3 4 5\nc 1 2\n', 'line 2: 3 fields', 'as most lines have', 6],
    ['a line cut short', 'a 1 2\nc 1 2\nb 3', '1 field after the word, and the file ends', '2', 12],
    ['no number', 'a 1 2\nb 3 x4\n', 'line 2: "x4" as number 2 of 2', 'a finite number', 6],
    ['a wrong number in a word with spaces', 'a 1 2\nb c d 3 x\n', '"x" as number 2', 'finite', 6],
    ['nan', 'a 1 2\nb nan 4\n', 'line 2: "nan" as number 1 of 2', 'a finite number', 6],
    ['inf', 'a 1 2\nb 3 -inf\n', 'line 2: "-inf" as number 2 of 2', 'a finite number', 6],
    ['a number beyond float32', 'a 1 2\nb 3 1e39\n', '"1e39" as number 2', 'a finite number', 6],
    ['a return inside a line', 'a 1 2\nb\r3 4\nc 5 6\n', 'line 2: 1 field', '2 numbers', 6],
    [
      'other numbers than the first line says',
      '2 3\na 1 2\nb 3 4\n',
      'line 2: 2 fields',
      'as line 1',
      4
    ],
    [
      'more lines than the first line says',
      '1 2\na 1 2\nb 3 4\n',
      'line 3: vector 2',
      'expected 1',
      10
    ],
    [
      'fewer lines than it says',
      '3 2\na 1 2\nb 3 4\n',
      'the end of the file after 2 vectors',
      '3',
      16
    ],
    [
      'a word without end',
      `a 1 2\n${'b'.repeat(2_001)} 3 4\n`,
      'line 2: a word of more than 2000',
      '',
      6
    ]
  ])('says what is wrong with text that has %s', async (_, text, found, expected, offsetBytes) => {
    const error = await failureOf(() => read(text))
    expect(error).toMatchObject({ code: 'request/invalid', file: 'v.txt', offsetBytes })
    expect(error.message).toMatch(/^v\.txt, (line|byte) \d+: /)
    expect(error.message).toContain(found)
    expect(error.message).toContain(expected)
    expect(error.hint).toBeTruthy()
  })

  it('refuses a line without end in bounded memory', async () => {
    const text = `a 1 2\nb ${'3'.repeat(4_000_000)} 4\n`
    const error = await failureOf(() => read(text, { blockBytes: 65_536 }))
    expect(error.message).toContain('line 2: a line of more than 1048576 bytes')
    expect(error.offsetBytes).toBe(6)
  })

  it('names the byte where a binary file is cut, wherever it is', async () => {
    const bytes = binaryBytes(rows)
    // Cut by less than its shortest rows would need, else the first line is already wrong.
    for (let cut = 1; cut <= 12; cut++) {
      const error = await failureOf(() => read(bytes.subarray(0, bytes.length - 1 - cut)))
      expect(error.message).toContain(
        `byte ${bytes.length - 1 - cut}: the end of the file in vector 3`
      )
      expect(error.offsetBytes).toBe(bytes.length - 1 - cut)
    }
  })

  it.each([NaN, Infinity, -Infinity])('names the byte of %d in a binary file', async (value) => {
    const bytes = binaryBytes([
      ['a', [1, 2, 3]],
      ['bc', [4, value, 6]]
    ])
    const error = await failureOf(() => read(bytes))
    expect(error.message).toContain(`byte 26: ${value} in vector 2, expected a finite number`)
    expect(error.offsetBytes).toBe(26)
    expect(bytes.readFloatLE(26)).toBe(value)
  })

  it('refuses more bytes than the first line of a binary file says', async () => {
    const error = await failureOf(() =>
      read(Buffer.concat([binaryBytes(rows), Buffer.from('\nx')]))
    )
    expect(error.message).toContain('more bytes after vector 3')
    const { found } = await read(Buffer.concat([binaryBytes(rows), Buffer.from('\n\n')]))
    expect(found).toEqual(rows)
  })

  it('refuses a binary word without end', async () => {
    const bytes = binaryBytes([
      ['a', [1, 2, 3]],
      ['b'.repeat(2_001), [4, 5, 6]]
    ])
    const error = await failureOf(() => read(bytes))
    expect(error.message).toContain('byte 19: no space within 2000 bytes')
  })

  it('reports a rising share of the bytes, and stops when told', async () => {
    const shares: number[] = []
    await read(gloveBytes(rows), { blockBytes: 8, report: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    const controller = new AbortController()
    const error = await failureOf(() =>
      read(gloveBytes(rows), {
        blockBytes: 8,
        signal: controller.signal,
        report: () => controller.abort()
      })
    )
    expect(error.code).toBe('job/cancelled')
  })
})
