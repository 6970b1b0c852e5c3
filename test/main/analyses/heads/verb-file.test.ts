import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseVerbLists, readVerbFile } from '../../../../main/analyses/heads/verb-file.ts'
import { defaultVerbLists } from '../../../../preload/analysis/heads/verb-lists.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const parse = (value: unknown) =>
  parseVerbLists(typeof value === 'string' ? value : JSON.stringify(value), 'verbs.json')

describe('parseVerbLists', () => {
  it('takes two lists as they are written', () => {
    const lists = { instruction: ['explain', 'résumer'], general: ['be', 'give up'] }
    expect(parse(lists)).toEqual({ lists, notes: [] })
    expect(parse(defaultVerbLists)).toEqual({ lists: defaultVerbLists, notes: [] })
  })

  it('takes a verb that occurs again once and notes it', () => {
    const { lists, notes } = parse({
      instruction: ['a', 'b', 'a', 'c', 'a', 'b'],
      general: ['be']
    })
    expect(lists.instruction).toEqual(['a', 'b', 'c'])
    expect(notes).toEqual(['"instruction": "a", "b" more than once, counted once'])
  })

  it('notes what cannot be equal to a word of a relation, and keeps it as written', () => {
    const { lists, notes } = parse({ instruction: ['Explain', 'write '], general: ['be'] })
    expect(lists.instruction).toEqual(['Explain', 'write '])
    expect(notes).toEqual([
      '"instruction": "Explain", "write " not in lower case or with spaces, no relation has such'
    ])
  })

  it.each([
    ['no JSON', '{"instruction": ["a"]', 'not sound JSON'],
    ['a field twice', '{"general": ["a"], "general": ["b"]}', 'occurs twice'],
    ['a list alone', ['a'], 'no object, expected one with two lists'],
    ['nothing', null, 'no object'],
    ['one list', { instruction: ['a'] }, 'no list "general"'],
    ['a list that is a text', { instruction: 'a', general: ['b'] }, 'no list "instruction"'],
    [
      'another field',
      { instruction: ['a'], general: ['b'], generall: [] },
      'an unknown field "generall"'
    ],
    [
      'an empty list',
      { instruction: [], general: ['b'] },
      '0 verbs in "instruction", expected 1 to'
    ],
    ['a number', { instruction: ['a', 7], general: ['b'] }, '"instruction", item 2: no text'],
    ['an empty verb', { instruction: ['a'], general: [' '] }, '"general", item 1: an empty text'],
    ['a control', { instruction: ['a\u0007'], general: ['b'] }, 'item 1: control characters'],
    ['an endless verb', { instruction: ['a'.repeat(201)], general: ['b'] }, '201 characters'],
    ['a verb in both lists', { instruction: ['a', 'b'], general: ['c', 'b'] }, '"b" in both lists'],
    [
      'too many verbs',
      { instruction: Array.from({ length: 10_001 }, (_, i) => `v${i}`), general: ['b'] },
      '10001 verbs in "instruction", expected 1 to 10000'
    ]
  ])('refuses %s', (_, value, message) => {
    const error = appErrorOf(() => parse(value))
    expect(error).toMatchObject({ code: 'request/invalid', file: 'verbs.json' })
    expect(error.message).toContain('verbs.json')
    expect(error.message).toContain(message)
    expect(error.hint).toContain('"instruction"')
  })

  it('ends every JSON value in lists or in an error of the request', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        try {
          parse(text)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'request/invalid' })
        }
      })
    )
  })
})

describe('readVerbFile', () => {
  it('reads a file', async () => {
    const path = join(temporaryFolder(), 'own.json')
    writeFileSync(path, '{"instruction": ["explain"], "general": ["be"]}')
    expect((await readVerbFile(path)).lists.general).toEqual(['be'])
  })

  it('names a file that is missing, a folder, too large or no UTF-8', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'large'), ' '.repeat(1_000_001))
    writeFileSync(join(folder, 'bytes'), Buffer.from([0x7b, 0xff]))
    for (const name of ['missing', 'folder', 'large', 'bytes']) {
      const error = await failureOf(() => readVerbFile(join(folder, name)))
      expect(error).toMatchObject({ code: 'request/invalid', file: name })
      expect(error.message).toContain(name)
      expect(error.hint).toBeTruthy()
    }
  })
})
