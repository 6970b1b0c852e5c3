import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../main/cli/run-cli.ts'
import { fakeTerminal } from '../../helpers/fake-terminal.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface FileJson {
  readonly annotator: { readonly name: string; readonly version: string }
  readonly lists: readonly {
    readonly id: string | number
    readonly tasks: readonly string[]
    readonly level: string
    readonly description: string
    readonly evidence: readonly string[]
  }[]
}

const fruit = 'apple banana orange grape pear peach lemon mango'.split(' ')
const code = 'getName getValue getItem getLogger getenv getSize getInstance'.split(' ')

async function label(text: string | Uint8Array) {
  const folder = temporaryFolder()
  const lists = join(folder, 'lists.jsonl')
  const file = join(folder, 'labels.json')
  writeFileSync(lists, text)
  const terminal = fakeTerminal()
  const exit = await runCli(['label', '--lists', lists, '--json', file], terminal)
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as FileJson
  return {
    exit,
    stdout: terminal.stdout,
    stderr: terminal.stderr,
    isWritten: existsSync(file),
    read
  }
}

const lines = (...values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).join('\n')

describe('label', () => {
  it('writes id, tasks, level, description and evidence of each list in their order', async () => {
    const end = await label(
      lines({ id: 'one', words: fruit, tasks: ['math'] }, { id: 2, words: code })
    )
    expect(end.exit, end.stderr).toBe(0)
    const { annotator, lists } = end.read()
    expect(annotator.name).toBe('lexical')
    expect(lists.map(({ id, tasks, level }) => ({ id, tasks, level }))).toEqual([
      { id: 'one', tasks: [], level: 'semantics' },
      { id: 2, tasks: ['coding'], level: 'morphology' }
    ])
    expect(Object.keys(lists[0]!)).toEqual(['id', 'tasks', 'level', 'description', 'evidence'])
    expect(lists[0]!.description).toMatch(/^words about fruit: apple/)
  })

  it('counts levels and tasks on the terminal', async () => {
    const { stdout } = await label(lines({ id: 1, words: fruit }, { id: 1, words: code }))
    expect(stdout).toMatch(/^lists +2$/m)
    expect(stdout).toMatch(/^semantics +1$/m)
    expect(stdout).toMatch(/^coding +1$/m)
    expect(stdout).toMatch(/^no task +1$/m)
  })

  it('takes blank lines, a byte-order mark, CRLF, repeated ids and blank words', async () => {
    const text = `\uFEFF{"id":"a","words":["",""]}\r\n\r\n{"id":"a","words":["x"]}\r\n`
    const { exit, read } = await label(text)
    expect(exit).toBe(0)
    expect(read().lists.map(({ id, level }) => [id, level])).toEqual([
      ['a', 'cannot tell'],
      ['a', 'cannot tell']
    ])
  })

  it.each([
    ['no JSON', 'hello', 'lists.jsonl, line 2: found "hello", expected one JSON object'],
    ['no object', '[1]', 'lists.jsonl, line 2'],
    ['no words', '{"id":"b"}', 'lists.jsonl, line 2, words: found nothing'],
    ['no id', '{"words":["a"]}', 'lists.jsonl, line 2, id: found nothing'],
    ['no list', '{"id":"b","words":"a"}', 'line 2, words: found "a", expected a list of strings'],
    [
      'an empty list',
      '{"id":"b","words":[]}',
      'line 2, words: found [], expected at least one word'
    ],
    ['a number', '{"id":"b","words":["a",3]}', 'line 2, words.1: found 3, expected a string']
  ])('names file and line of %s and writes nothing', async (_, bad, message) => {
    const end = await label(`{"id":"a","words":["a"]}\n${bad}\n`)
    expect(end.exit).toBe(1)
    expect(end.stderr).toContain(message)
    expect(end.isWritten).toBe(false)
  })

  it.each([
    ['an empty file', '', 'found no list'],
    ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0xfe), 'not UTF-8']
  ])('tells of %s and writes nothing', async (_, text, message) => {
    const end = await label(text)
    expect([end.exit, end.isWritten]).toEqual([1, false])
    expect(end.stderr).toContain(message)
  })

  it('tells of a missing file', async () => {
    const terminal = fakeTerminal()
    const folder = temporaryFolder()
    const words = ['--lists', join(folder, 'none.jsonl'), '--json', join(folder, 'out.json')]
    expect(await runCli(['label', ...words], terminal)).toBe(1)
    expect(terminal.stderr).toContain('none.jsonl')
  })

  it('needs both words', async () => {
    expect(await runCli(['label', '--lists', 'a.jsonl'], fakeTerminal())).toBe(2)
  })
})
