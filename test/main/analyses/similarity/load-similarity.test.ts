import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSimilarity } from '../../../../main/analyses/similarity/load-similarity.ts'
import type { SimilarityOptions } from '../../../../main/analyses/similarity/similarity-options.ts'
import type { SimilarityVectors } from '../../../../main/analyses/similarity/similarity-vectors.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { binaryBytes, gloveBytes, textBytes, type Rows } from '../../../helpers/vector-bytes.ts'

const rows: Rows = [
  ['the', [3, 4, 0, 0]],
  ['House', [0, 1, 0, 0]],
  ['house', [0, 0, 2, 0]],
  ['unused', [1, 1, 1, 1]],
  ['straße', [0, 0, 0, -5]]
]

function listOf(words: readonly string[], isUsable = words.map(() => 1)) {
  return { name: 'words.tsv', words, isUsable: Uint8Array.from(isUsable) }
}

function fileOf(bytes: Buffer | string, name = 'vectors.txt'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, bytes)
  return path
}

const load = (
  bytes: Buffer | string,
  words: readonly string[],
  options?: Partial<SimilarityOptions>
) => loadSimilarity(fileOf(bytes), listOf(words), { cacheFolder: null, ...options })

async function vectorsOf({ nDimensions, lines, gather, blocks }: SimilarityVectors) {
  const all = await gather(Int32Array.from(lines.keys()))
  const fromBlocks: number[] = []
  for await (const block of blocks()) fromBlocks.push(...block.vectors)
  expect(fromBlocks).toEqual([...all])
  return Array.from(lines, (_, i) => [...all.subarray(i * nDimensions, (i + 1) * nDimensions)])
}

describe('loadSimilarity', () => {
  it('looks words up as written, then in lower case, to unit length', async () => {
    const found = await load(gloveBytes(rows), ['House', 'THE', 'house', 'HOUSE', 'Straße', 'no'])
    expect([...found.lines]).toEqual([0, 1, 2, 3, 4])
    expect(await vectorsOf(found)).toEqual([
      [0, 1, 0, 0],
      [0.6, 0.8, 0, 0].map(Math.fround),
      [0, 0, 1, 0],
      [0, 0, 1, 0],
      [0, 0, 0, -1]
    ])
    expect(found.summary).toMatchObject({
      source: 'file',
      name: 'vectors.txt',
      nDimensions: 4,
      nFound: 5,
      notes: ['1 word of the list not found: "no"', '3 words of the list found in lower case only']
    })
  })

  it('gives the vectors of chosen places in the order asked for', async () => {
    const found = await load(gloveBytes(rows), ['no', 'the', 'house'])
    expect([...found.lines]).toEqual([1, 2])
    expect([...(await found.gather(Int32Array.of(1, 0, 1)))]).toEqual(
      [0, 0, 1, 0, 0.6, 0.8, 0, 0, 0, 0, 1, 0].map(Math.fround)
    )
  })

  it('keeps lines that cannot be used out, whatever word they hold', async () => {
    const path = fileOf(gloveBytes(rows))
    const list = listOf(['the', 'house', 'the'], [1, 0, 0])
    const found = await loadSimilarity(path, list, { cacheFolder: null })
    expect([...found.lines]).toEqual([0])
    expect(found.summary.notes).toEqual([])
  })

  it('gives the same hash for every form of the same vectors, whatever else is in it', async () => {
    const words = ['the', 'House', 'straße']
    const needed = rows.filter(([word]) => words.includes(word))
    const all = await Promise.all(
      [
        gloveBytes(rows),
        textBytes(rows),
        binaryBytes(rows),
        binaryBytes(rows, ''),
        gloveBytes(needed.toReversed())
      ].map((bytes) => load(bytes, words))
    )
    expect(new Set(all.map(({ summary }) => summary.sha256)).size).toBe(1)
    const others = await Promise.all([
      load(gloveBytes(rows), ['House', 'the', 'straße']),
      load(gloveBytes(rows), ['the', 'House', 'no', 'straße']),
      load(gloveBytes(rows), ['the', 'House']),
      load(gloveBytes([['the', [3, 4, 0, 1]], ...rows]), words)
    ])
    const hashes = [...others, all[0]!].map(({ summary }) => summary.sha256)
    expect(new Set(hashes).size).toBe(5)
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  it('takes the first of equal words and counts the others', async () => {
    const twice: Rows = [
      ...rows,
      ['the', [0, 0, 0, 1]],
      ['unused', [9, 9, 9, 9]],
      ['the', [1, 0, 0, 0]]
    ]
    const found = await load(gloveBytes(twice), ['the'])
    expect(await vectorsOf(found)).toEqual([[0.6, 0.8, 0, 0].map(Math.fround)])
    expect(found.summary.notes).toEqual([
      '2 vectors of words that the file has already, the first counts'
    ])
  })

  it('says what else of the file was passed over', async () => {
    const text = 'zero 0 0\n 1 2\nthe 1 2'
    const found = await load(text, ['the', 'zero'])
    expect(found.summary.notes).toEqual([
      '1 word of the list not found: "zero"',
      '1 word of the file with a vector of length zero, left out',
      '1 word of the file empty or not valid UTF-8, left out',
      "the file's last line has no end: it may have been cut short"
    ])
  })

  it('names five of many words that were not found', async () => {
    const found = await load(gloveBytes(rows), ['the', ...'abcdefg'])
    expect(found.summary.notes[0]).toBe('7 words of the list not found: "a", "b", "c", "d", "e", …')
    expect(found.summary.notes[1]).toMatch(/^few words of the list found\. /)
  })

  it.each([
    ['THE 1 2\nOF 3 4\n', ['the', 'of'], 'The file has "THE" where the list has "the"'],
    ['и 1 2\nв 3 4\n', ['the', 'of'], "The list's words are Latin, the file's Cyrillic"],
    ['/c/en/the 1 2\n/c/en/of 3 4\n', ['the', 'of'], 'first words are "/c/en/the", "/c/en/of"']
  ])('says why no word of the list may be in %j', async (text, words, hint) => {
    const error = await failureOf(() => load(text, words))
    expect(error).toMatchObject({ code: 'request/invalid', file: 'vectors.txt' })
    expect(error.message).toBe(
      'vectors.txt: none of the 2 words of words.tsv, expected at least one'
    )
    expect(error.hint).toContain(hint)
  })

  it('follows a link to the file, and reads no folder, pipe or missing file', async () => {
    const path = fileOf(gloveBytes(rows))
    const folder = temporaryFolder()
    symlinkSync(path, join(folder, 'link.txt'))
    const list = listOf(['the'])
    const found = await loadSimilarity(join(folder, 'link.txt'), list, { cacheFolder: null })
    expect(found.summary.name).toBe('link.txt')
    mkdirSync(join(folder, 'folder'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')])
    const others =
      process.platform === 'win32' ? ['folder', 'no.txt'] : ['folder', 'no.txt', 'pipe']
    for (const name of others) {
      const error = await failureOf(() =>
        loadSimilarity(join(folder, name), list, { cacheFolder: null })
      )
      expect(error.code).toBe('request/invalid')
      expect(error.message).toContain(name)
      expect(error.hint).toBeTruthy()
    }
  })

  it('notices that the file changed while it was read, and keeps nothing of it', async () => {
    const path = fileOf(gloveBytes(rows))
    const cacheFolder = temporaryFolder()
    const work = () =>
      loadSimilarity(path, listOf(['the']), {
        cacheFolder,
        report: () => appendFileSync(path, 'more 1 2 3 4\n')
      })
    const error = await failureOf(work)
    expect(error).toMatchObject({ code: 'request/invalid' })
    expect(error.message).toContain('changed since it was opened')
    expect(readdirSync(cacheFolder)).toEqual([])
  })

  it('stops when told and leaves nothing behind', async () => {
    const controller = new AbortController()
    const cacheFolder = temporaryFolder()
    const work = () =>
      load(gloveBytes(rows), ['the'], {
        cacheFolder,
        blockBytes: 16,
        signal: controller.signal,
        report: () => controller.abort()
      })
    expect((await failureOf(work)).code).toBe('job/cancelled')
    expect(readdirSync(cacheFolder)).toEqual([])
  })

  it('refuses a list whose vectors would not fit into memory', async () => {
    const error = await failureOf(() => load(gloveBytes(rows), ['the'], { memoryLimitBytes: 100 }))
    expect(error).toMatchObject({ code: 'request/invalid' })
    expect(error.hint).toContain('shorter word list')
  })

  it('gives the same vectors from text, binary and the fast form of each', async () => {
    const word = fc.stringMatching(/^[a-zA-Zäöü.-]{1,4}$/)
    const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    const resource = fc
      .integer({ min: 4, max: 9 })
      .chain((nDimensions) =>
        fc.array(
          fc.tuple(word, fc.array(number, { minLength: nDimensions, maxLength: nDimensions })),
          { minLength: 1, maxLength: 12 }
        )
      )
    await fc.assert(
      fc.asyncProperty(resource, fc.array(word, { maxLength: 6 }), async (found, others) => {
        const usable = found.filter(([, vector]) => vector.some((value) => value !== 0))
        fc.pre(usable.length > 0)
        const words = [
          ...new Set([...others, ...found.map(([own]) => own.toUpperCase()), usable[0]![0]])
        ]
        const cacheFolder = temporaryFolder()
        const results: SimilarityVectors[] = []
        for (const bytes of [gloveBytes(found), textBytes(found), binaryBytes(found)]) {
          const path = fileOf(bytes)
          for (let pass = 0; pass < 2; pass++) {
            results.push(await loadSimilarity(path, listOf(words), { cacheFolder, blockBytes: 32 }))
          }
        }
        expect(readdirSync(cacheFolder)).toHaveLength(3)
        const [first, ...rest] = results
        const expected = await vectorsOf(first!)
        for (const vector of expected) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
        for (const result of rest) {
          expect(result.summary.sha256).toBe(first!.summary.sha256)
          expect(result.summary.notes).toEqual(first!.summary.notes)
          expect([...result.lines]).toEqual([...first!.lines])
          expect(await vectorsOf(result)).toEqual(expected)
        }
      }),
      { numRuns: 60 }
    )
  })
})
