import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { resourceFile } from '../../main/resource-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'shiftlens-resources-'))
afterAll(() => rmSync(folder, { recursive: true }))

function touch(path: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  return file
}

it('finds a file of the checkout from the sources', () => {
  expect(resourceFile('sample/cases.jsonl')).toBe(
    join(import.meta.dirname, '../../resources/sample/cases.jsonl')
  )
})

it('finds it from the built program and its chunks', () => {
  const file = touch('checkout/resources/lexicon/words.bin')
  expect(resourceFile('lexicon/words.bin', join(folder, 'checkout/out/main'))).toBe(file)
  expect(resourceFile('lexicon/words.bin', join(folder, 'checkout/out/main/chunks'))).toBe(file)
})

it('finds it beside the archive of a packaged program', () => {
  const file = touch('installed/resources/lexicon/words.bin')
  const program = join(folder, 'installed/resources/app.asar/out/main')
  expect(resourceFile('lexicon/words.bin', program)).toBe(file)
})

it('says what is missing from an incomplete installation', () => {
  expect(() => resourceFile('lexicon/none.bin', folder)).toThrow(/lexicon\/none\.bin: not found/)
})
