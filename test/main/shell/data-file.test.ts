import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataExtensions, resolveDataFile } from '../../../main/shell/data-file.ts'

let top: string
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'shiftlens-data-file-'))
  mkdirSync(join(top, 'model'))
  writeFileSync(join(top, 'model/config.json'), '{}')
  mkdirSync(join(top, 'folder.json'))
})
afterAll(() => rmSync(top, { recursive: true }))

it.each([...dataExtensions.map((extension) => `a.${extension}`), 'A.CSV', 'model/cases.jsonl'])(
  'takes %s for a data set, there or not',
  (word) => expect(resolveDataFile(word, top)).toBe(join(top, word))
)

it.each([
  'model',
  'folder.json',
  'model/config.json',
  'model/tokenizer.json',
  'model.safetensors',
  'model.gguf',
  'pytorch_model.bin',
  'csv',
  '.json',
  'a.csv.gz'
])('leaves %s to the checkpoints', (word) => expect(resolveDataFile(word, top)).toBeNull())

it.each([7, '', 'a\0.csv', '//server/a.csv', '\\\\server\\a.csv'])(
  'refuses %j as no path before anything looks for it',
  (word) =>
    expect(() => resolveDataFile(word, top)).toThrow(
      expect.objectContaining({ code: 'request/invalid' })
    )
)
