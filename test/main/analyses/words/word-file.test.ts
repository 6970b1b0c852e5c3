import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseWordFile,
  readWordFile,
  wordFileLimits
} from '../../../../main/analyses/words/word-file.ts'
import { AppError } from '../../../../main/errors.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const parse = (text: string) => parseWordFile(new TextEncoder().encode(text), 'words.tsv')

describe('parseWordFile', () => {
  it('reads a word and leaves out its frequency', () => {
    const { words, isUsable, notes } = parse('the\t12085\nand\t5098\n')
    expect(words).toEqual(['the', 'and'])
    expect([...isUsable]).toEqual([1, 1])
    expect(notes).toEqual([])
  })

  it('reads one word a line, with or without a line feed at the end', () => {
    expect(parse('red\nblue').words).toEqual(['red', 'blue'])
    expect(parse('red\nblue\n').words).toEqual(['red', 'blue'])
  })

  it('tolerates a byte-order mark and CRLF', () => {
    expect(parse('\uFEFFred\t3\r\nblue\t2\r\n')).toMatchObject({
      words: ['red', 'blue'],
      notes: []
    })
  })

  it('keeps the index of every line, whatever it holds', () => {
    const { words, isUsable } = parse('a\n\nb\na\n\u0007x\n \t7\nc\n')
    expect(words).toEqual(['a', '', 'b', 'a', '\u0007x', '', 'c'])
    expect([...isUsable]).toEqual([1, 0, 1, 0, 0, 0, 1])
  })

  it('tells words apart by case, accents and inner spaces', () => {
    expect([...parse('One\none\nöne\nNew York\nNew\n').isUsable]).toEqual([1, 1, 1, 1, 1])
  })

  it('counts what it leaves out, with the first lines as an editor numbers them', () => {
    expect(parse(`a\n${'\n'.repeat(7)}a\n\u202Eb\n`).notes).toEqual([
      '7 lines: blank (lines 2, 3, 4, 5, 6, …)',
      '1 line: a word of an earlier line (line 9)',
      '1 line: control characters (line 10)'
    ])
  })

  it('uses a word whose frequency is no number, and says so', () => {
    const { isUsable, notes } = parse('a\tmany\nb\t\nc\t1e3\nd\t4\textra\n')
    expect([...isUsable]).toEqual([1, 1, 1, 1])
    expect(notes).toEqual(['2 lines: a frequency that is no number, the word is used (lines 1, 2)'])
  })

  it('loses only the line that is not UTF-8', () => {
    const bytes = Uint8Array.from([0x61, 0x0a, 0xff, 0xc3, 0x0a, 0x62, 0x0a])
    const { words, isUsable, notes } = parseWordFile(bytes, 'words.tsv')
    expect(words).toEqual(['a', '\uFFFD\uFFFD', 'b'])
    expect([...isUsable]).toEqual([1, 0, 1])
    expect(notes).toEqual(['1 line: not valid UTF-8 (line 2)'])
  })

  it('cuts a line that is too long for a word', () => {
    const { words, notes } = parse(`a\n${'x'.repeat(5_000_000)}\n`)
    expect(words[1]).toHaveLength(200)
    expect(notes).toEqual(['1 line: longer than 200 characters (line 2)'])
  })

  it('refuses a list without a usable word, saying what it found', () => {
    const error = appErrorOf(() => parse('\n\n'))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toBe(
      'word list words.tsv: 2 lines: blank (lines 1, 2), expected at least one usable word'
    )
    expect(error.file).toBe('words.tsv')
    expect(error.hint).toContain('one word a line')
    expect(appErrorOf(() => parse('')).message).toContain('an empty file')
  })

  it('refuses more lines than any list in use has', () => {
    const error = appErrorOf(() => parse('a\n'.repeat(wordFileLimits.lines + 1)))
    expect(error.message).toContain(`more than ${wordFileLimits.lines} lines`)
  })

  it('gives a line for each line feed, or an error, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const nFeeds = bytes.filter((byte) => byte === 0x0a).length
        try {
          const { words, isUsable } = parseWordFile(bytes, 'x')
          expect(words.length - nFeeds).toBeLessThanOrEqual(1)
          expect(words.length).toBeGreaterThanOrEqual(nFeeds)
          expect(isUsable).toHaveLength(words.length)
          const usable = words.filter((_, i) => isUsable[i] === 1)
          expect(new Set(usable).size).toBe(usable.length)
        } catch (thrown) {
          expect((thrown as AppError).code).toBe('request/invalid')
        }
      })
    )
  })
})

describe('readWordFile', () => {
  async function refusal(path: string): Promise<AppError> {
    const error = await readWordFile(path).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    return error as AppError
  }

  it('reads a file and keeps its name', async () => {
    const path = join(temporaryFolder(), 'my words.txt')
    writeFileSync(path, 'red\nblue\n')
    expect(await readWordFile(path)).toMatchObject({
      source: 'file',
      name: 'my words.txt',
      words: ['red', 'blue']
    })
  })

  it.each([
    ['nothing', () => {}, 'is missing'],
    ['a folder', (path: string) => mkdirSync(path), 'a folder'],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'a pipe'],
    ['a device', (path: string) => symlinkSync('/dev/zero', path), 'out of the folder']
  ])('refuses %s in place of a file', async (_, make, found) => {
    const path = join(temporaryFolder(), 'words.tsv')
    make(path)
    const error = await refusal(path)
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain(found)
    expect(error.file).toBe('words.tsv')
  })

  it('refuses a file that is too large before reading it', async () => {
    const path = join(temporaryFolder(), 'words.tsv')
    writeFileSync(path, '')
    truncateSync(path, wordFileLimits.sizeBytes + 1)
    const error = await refusal(path)
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain(`expected at most ${wordFileLimits.sizeBytes}`)
  })
})
