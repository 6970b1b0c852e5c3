import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { previewDataset } from '../../../main/datasets/preview-dataset.ts'
import { AppError } from '../../../main/errors.ts'
import type { DatasetPreview } from '../../../preload/analysis/studies/dataset.ts'
import { seededRandom } from '../../helpers/random.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { jsonLines } from './written-dataset.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/datasets')

/** A preview or an error of the request; anything else fails the test. */
async function outcomeOf(path: string, bytes: Uint8Array): Promise<DatasetPreview | AppError> {
  writeFileSync(path, bytes)
  try {
    const preview = await previewDataset(path, null)
    const isCounted =
      preview.mapping === null || preview.nCases + preview.badRows.length === preview.nRows
    expect(isCounted, 'every row is a case or a bad row').toBe(true)
    return preview
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    expect(thrown.code).toBe('request/invalid')
    return thrown
  }
}

const rows = [
  { id: 'a', prompt: 'Say "hi",\n😀', instruction: 'Say', rating: 1 },
  { id: 'b', prompt: 'Go; on', instruction: 'Go', rating: null }
]
const small: readonly [string, Uint8Array][] = [
  ['cases.jsonl', Buffer.from(jsonLines(rows))],
  ['cases.json', Buffer.from(JSON.stringify(rows))],
  ['cases.csv', Buffer.from('id,prompt,instruction\r\na,"Say ""hi"",\n😀",Say\r\nb,Go; on,Go\r\n')],
  ['cases.tsv', Buffer.from('id\tprompt\tinstruction\na\t"Say ""hi"",\n😀"\tSay\nb\tGo; on\tGo\n')]
]

describe('files that are cut', () => {
  it.each(small)('%s gives rows or an error at every byte', async (name, bytes) => {
    const path = join(temporaryFolder(), name)
    const counts = []
    for (let length = 0; length <= bytes.length; length++) {
      const outcome = await outcomeOf(path, bytes.subarray(0, length))
      counts.push(outcome instanceof AppError ? -1 : outcome.nCases)
    }
    expect(counts.at(-1)).toBe(2)
    expect(counts).toContain(1)
    expect(counts[0]).toBe(-1)
  })

  it('chats-zstd.parquet is refused at every byte', async () => {
    const path = join(temporaryFolder(), 'cut.parquet')
    const bytes = readFileSync(join(fixtures, 'chats-zstd.parquet'))
    for (let length = 0; length < bytes.length; length++) {
      expect(await outcomeOf(path, bytes.subarray(0, length))).toBeInstanceOf(AppError)
    }
  })
})

describe('files of anything', () => {
  // Characters that mean something to one of the formats, and bytes that are no UTF-8.
  const piece = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '""',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      '\\',
      ':',
      '\uFEFF'
    ),
    fc.constantFrom(
      '"prompt"',
      'prompt',
      '{"prompt":"x"}',
      '[[0,1]]',
      '😀',
      'null',
      '1e5',
      '__proto__'
    ),
    fc.string({ unit: 'binary', maxLength: 4 })
  )
  const content = fc.array(piece, { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')))
  const bytes = fc.oneof(
    { weight: 4, arbitrary: content },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) }
  )

  it.each(['x.jsonl', 'x.json', 'x.csv', 'x.tsv', 'x.parquet', 'x'])(
    'named %s give rows or an error',
    async (name) => {
      const path = join(temporaryFolder(), name)
      await fc.assert(
        fc.asyncProperty(bytes, async (some) => {
          await outcomeOf(path, some)
        }),
        { seed: 6, numRuns: 300 }
      )
    }
  )
})

/** The thread may take so long to load, and then for a piece of a small file; a loop is stopped after that. */
const slowestMs = 20_000 + 5_500

describe('Parquet with damaged bytes', () => {
  // Runs that make the library loop (31), or fail where nothing catches it (the other late ones).
  it.each([
    ['cases-zstd', []],
    ['cases-snappy', []],
    ['cases-gzip-v2', [31, 200, 335, 367]],
    ['chats-zstd', [272]]
  ])('%s gives rows or an error, soon and in little memory', async (name, late) => {
    const path = join(temporaryFolder(), 'damaged.parquet')
    const sound = readFileSync(join(fixtures, `${name}.parquet`))
    const random = seededRandom(6)
    for (let run = 0; run <= Math.max(7, ...late); run++) {
      const bytes = Buffer.from(sound)
      for (let n = 0; n <= run % 3; n++) {
        bytes[4 + Math.floor(random() * (bytes.length - 8))] = Math.floor(random() * 256)
      }
      if (run > 7 && !late.includes(run)) continue
      const started = performance.now()
      await outcomeOf(path, bytes)
      expect(performance.now() - started).toBeLessThan(slowestMs)
      expect(process.memoryUsage.rss()).toBeLessThan(2 ** 30)
    }
  })
})
