import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { handedWords, pathsOf, resolveFolder } from '../../../main/shell/launch-arguments.ts'

let top: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'shiftlens-arguments-')))
  mkdirSync(join(top, 'base'))
  writeFileSync(join(top, 'base/config.json'), '{}')
  mkdirSync(join(top, 'blobs'))
  writeFileSync(join(top, 'blobs/0a1b'), '')
  symlinkSync(join(top, 'blobs/0a1b'), join(top, 'base/model.safetensors'))
  symlinkSync(join(top, 'base'), join(top, 'link'))
  symlinkSync(join(top, 'nowhere'), join(top, 'dangling'))
  symlinkSync(join(top, 'loop'), join(top, 'loop'))
  execFileSync('mkfifo', [join(top, 'pipe')])
})
afterAll(() => rmSync(top, { recursive: true }))

describe('pathsOf', () => {
  it('takes the first three words, two models and a data set, that are no switches', () => {
    const words = ['--lang=de', 'base', '-x', 'tuned', 'cases.csv', 'fourth']
    expect(pathsOf(words)).toEqual(['base', 'tuned', 'cases.csv'])
    expect(pathsOf(['', null, 7, 'base'])).toEqual(['base'])
  })
})

describe('handedWords', () => {
  it('takes what a second instance hands over, and nothing of another shape', () => {
    expect(handedWords({ words: ['base', 'tuned'] })).toEqual(['base', 'tuned'])
    for (const data of [null, undefined, 'base', 7, [], {}, { words: 'base' }, { words: [7] }]) {
      expect(handedWords(data)).toEqual([])
    }
  })
})

describe('resolveFolder', () => {
  it('resolves against the folder that the words were typed in', () => {
    expect(resolveFolder('base', top)).toBe(join(top, 'base'))
    expect(resolveFolder('./base/../base', top)).toBe(join(top, 'base'))
    expect(resolveFolder(join(top, 'base'), '/')).toBe(join(top, 'base'))
  })

  it('follows a link to a folder, and takes the folder of a file, linked or not', () => {
    expect(resolveFolder('link', top)).toBe(join(top, 'base'))
    expect(resolveFolder('base/config.json', top)).toBe(join(top, 'base'))
    expect(resolveFolder('base/model.safetensors', top)).toBe(join(top, 'base'))
  })

  it.each(['missing', 'dangling', 'loop', 'pipe', 'base/config.json/x'])(
    'refuses %s as unreadable, naming it',
    (word) => {
      expect(() => resolveFolder(word, top)).toThrow(
        expect.objectContaining({ code: 'checkpoint/unreadable' })
      )
    }
  )

  it.each([
    undefined,
    null,
    7,
    {},
    '',
    'a\0b',
    'x'.repeat(4_097),
    '//server/share',
    '\\\\server\\x'
  ])('refuses %j as no path', (word) => {
    expect(() => resolveFolder(word, top)).toThrow(
      expect.objectContaining({ code: 'request/invalid' })
    )
  })

  it('answers anything with a folder or an AppError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 5_000 }), fc.anything()), (word) => {
        try {
          expect(resolveFolder(word, top)).toMatch(/^\//)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError)
        }
      })
    )
  })
})
