import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pruneForms } from '../../../../../main/analyses/similarity/fast-form/prune-forms.ts'
import { loadSimilarity } from '../../../../../main/analyses/similarity/load-similarity.ts'
import type { SimilarityOptions } from '../../../../../main/analyses/similarity/similarity-options.ts'
import { temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { gloveBytes, type Rows } from '../../../../helpers/vector-bytes.ts'

const nWords = 300
const rows: Rows = Array.from({ length: nWords }, (_, i) => [`w${i}`, [i, 1, -i, 0.5]])
/** Far apart, so that they are read in several runs where runs are short. */
const words = ['w299', 'W5', 'w0', 'w150', 'none']

const listOf = (own: readonly string[]) => ({
  name: 'words.tsv',
  words: own,
  isUsable: new Uint8Array(own.length).fill(1)
})

function makeFile(bytes = gloveBytes(rows)) {
  const folder = temporaryFolder()
  const path = join(folder, 'vectors.txt')
  writeFileSync(path, bytes)
  return { path, cacheFolder: join(folder, 'home', 'similarity') }
}

async function load(path: string, cacheFolder: string, options: Partial<SimilarityOptions> = {}) {
  let nReports = 0
  const problems: string[] = []
  const found = await loadSimilarity(path, listOf(words), {
    cacheFolder,
    report: () => nReports++,
    onCacheProblem: (problem) => problems.push(problem),
    ...options
  })
  // A pass over the file reports its blocks, the fast form only the end.
  return {
    sha256: found.summary.sha256,
    nFound: found.summary.nFound,
    isFast: nReports === 1,
    problems
  }
}

const formIn = (folder: string) => join(folder, readdirSync(folder)[0]!)

describe('the fast form of a file of word vectors', () => {
  it('is made by the first load and used by the next, for any list', async () => {
    const { path, cacheFolder } = makeFile()
    const first = await load(path, cacheFolder)
    expect(first).toMatchObject({ nFound: 4, isFast: false, problems: [] })
    expect(readdirSync(cacheFolder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.bin$/)])
    expect(await load(path, cacheFolder)).toEqual({ ...first, isFast: true })
    const other = listOf(Array.from({ length: 100 }, (_, i) => `w${3 * i}`))
    const slow = await loadSimilarity(path, other, { cacheFolder: null })
    const fast = await loadSimilarity(path, other, { cacheFolder })
    expect(fast.summary).toEqual(slow.summary)
  })

  it('is of one file as it is: another time or size is another file', async () => {
    const { path, cacheFolder } = makeFile()
    await load(path, cacheFolder)
    utimesSync(path, 1, 1)
    expect(await load(path, cacheFolder)).toMatchObject({ isFast: false })
    writeFileSync(path, gloveBytes(rows.map(([word, [, ...rest]]) => [word, [7, ...rest]])))
    const changed = await load(path, cacheFolder)
    expect(changed).toMatchObject({ isFast: false })
    expect(changed.sha256).not.toBe((await load(makeFile().path, cacheFolder)).sha256)
  })

  it('is not taken for another file when it lies under its name', async () => {
    const one = makeFile()
    await load(one.path, one.cacheFolder)
    const two = makeFile(gloveBytes(rows.map(([word, [x = 0]]) => [word, [1, x, 2, 3]])))
    const sound = await load(two.path, two.cacheFolder)
    copyFileSync(formIn(one.cacheFolder), formIn(two.cacheFolder))
    expect(await load(two.path, two.cacheFolder)).toEqual(sound)
  })

  it('is made again when any of it is cut off', async () => {
    const { path, cacheFolder } = makeFile()
    const sound = await load(path, cacheFolder)
    const form = formIn(cacheFolder)
    const whole = readFileSync(form)
    for (const length of [0, 7, 8, 50, whole.length - 100, whole.length - 45, whole.length - 1]) {
      truncateSync(form, length)
      expect(await load(path, cacheFolder)).toEqual(sound)
      expect(readFileSync(form).equals(whole)).toBe(true)
    }
  })

  it('is made again when any byte that is read is another, and never gives another result', async () => {
    const { path, cacheFolder } = makeFile()
    const sound = await load(path, cacheFolder)
    const form = formIn(cacheFolder)
    const whole = readFileSync(form)
    const rowsEnd = 8 + nWords * 16
    let nUnnoticed = 0
    for (let at = 0; at < whole.length; at += at < rowsEnd ? 131 : 37) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 0x10
      writeFileSync(form, damaged)
      const { sha256, nFound, isFast } = await load(path, cacheFolder)
      expect({ sha256, nFound }).toEqual({ sha256: sound.sha256, nFound: sound.nFound })
      // Rows of words outside the list are not looked at.
      if (isFast) {
        nUnnoticed++
        expect(at).toBeLessThan(rowsEnd)
      }
    }
    expect(nUnnoticed).toBeGreaterThan(0)
  })

  it('notices damage in the very rows that it needs', async () => {
    const { path, cacheFolder } = makeFile()
    const sound = await load(path, cacheFolder)
    const form = formIn(cacheFolder)
    const whole = readFileSync(form)
    for (const row of [0, 5, 150, 299]) {
      const damaged = Buffer.from(whole)
      damaged[8 + row * 16 + 3]! ^= 1
      writeFileSync(form, damaged)
      expect(await load(path, cacheFolder)).toEqual(sound)
      expect(readFileSync(form).equals(whole)).toBe(true)
    }
  })

  it('is whole when two loads write it at once', async () => {
    const { path, cacheFolder } = makeFile()
    const loads = await Promise.all(
      [1, 2, 3].map(() => load(path, cacheFolder, { blockBytes: 64 }))
    )
    expect(new Set(loads.map(({ sha256 }) => sha256)).size).toBe(1)
    expect(loads.every(({ problems }) => problems.length === 0)).toBe(true)
    expect(readdirSync(cacheFolder)).toHaveLength(1)
    expect(await load(path, cacheFolder)).toEqual({ ...loads[0], isFast: true })
  })

  it('is not kept above the limit of its size, and says so once', async () => {
    const { path, cacheFolder } = makeFile()
    const found = await load(path, cacheFolder, { cacheLimitBytes: 1_000, blockBytes: 256 })
    expect(found).toMatchObject({ nFound: 4, problems: ['larger than 1000 bytes'] })
    expect(readdirSync(cacheFolder)).toEqual([])
  })

  it('is no condition of a result where it cannot be written', async () => {
    const { path } = makeFile()
    const inFile = join(path, 'similarity')
    const found = await load(path, inFile)
    expect(found.nFound).toBe(4)
    expect(found.problems).toHaveLength(1)
    expect(existsSync(inFile)).toBe(false)
  })

  it('is passed over when a folder has its name', async () => {
    const { path, cacheFolder } = makeFile()
    const { sha256 } = await load(path, cacheFolder)
    const form = formIn(cacheFolder)
    rmSync(form)
    mkdirSync(form)
    const found = await load(path, cacheFolder)
    expect(found.sha256).toBe(sha256)
    expect(found.problems).toHaveLength(1)
    expect(readdirSync(cacheFolder)).toHaveLength(1)
    expect(statSync(form).isDirectory()).toBe(true)
  })
})

describe('pruneForms', () => {
  it('keeps the forms used last, and removes what dead runs left', async () => {
    const folder = temporaryFolder()
    const now = Date.now()
    const ages = {
      'a.bin': 5,
      'b.bin': 50,
      'c.bin': 1,
      'd.bin.1.tmp': 30,
      'e.bin.2.tmp': 90,
      'f.txt': 999
    }
    for (const [name, minutes] of Object.entries(ages)) {
      writeFileSync(join(folder, name), '')
      const seconds = now / 1_000 - 60 * minutes
      utimesSync(join(folder, name), seconds, seconds)
    }
    await pruneForms(folder, 2, now)
    expect(readdirSync(folder).sort()).toEqual(['a.bin', 'c.bin', 'd.bin.1.tmp', 'f.txt'])
    await pruneForms(join(folder, 'missing'), 2)
  })

  it('counts a form as used when it is read', async () => {
    const { path, cacheFolder } = makeFile()
    await load(path, cacheFolder)
    const form = formIn(cacheFolder)
    utimesSync(form, 1, 1)
    await load(path, cacheFolder)
    expect(Date.now() - statSync(form).mtimeMs).toBeLessThan(60_000)
  })
})
