/** What `study run` says of a data set that is not as it should be, and how it ends. */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readGolden } from '../../../helpers/goldens.ts'
import { runCommand } from '../../../helpers/run-command.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const base = readGolden('llama').checkpoint

function writeFile(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** A line each; of a context of 256 tokens, the last one is over it. */
const rows = [
  { prompt: 'Say it now. Input: a dog', instruction: 'Say it now.', rating: 1, response: 'A dog.' },
  { prompt: 'Say it. Input: a cat', instruction: [[0, 7]], rating: 2, response: 'A cat.' },
  { prompt: 'Say it. Input: a map', instruction: [[0, 99]], rating: 2, response: 'A map.' },
  { prompt: 'Sing, sing. Then sing.', instruction: 'sing', rating: 2, response: 'La.' },
  { prompt: 'Say it. Input: a bird', instruction: 'Sing it.', rating: 2, response: 'A bird.' },
  { prompt: 'Say it. Input: a fish', instruction: 'Say it.', rating: 'good', response: 'A fish.' },
  { prompt: 'Say nothing. Input: a bear', instruction: 'Say nothing.', rating: 2, response: '' },
  { prompt: 'Say it. '.repeat(300), instruction: [[0, 7]], rating: 2, response: 'It.' }
]

interface StudyFile {
  readonly dataset: { readonly badRows: readonly { readonly line: number }[] }
  readonly rows: readonly {
    readonly case: string
    readonly instruction_score: number | null
  }[]
}

const readStudy = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as StudyFile

it('lists every bad row by its line, runs the others, and ends with 3 for a case over the context', async () => {
  const folder = temporaryFolder()
  const text = rows.map((row, i) => `${JSON.stringify({ id: `case ${i + 1}`, ...row })}\n`).join('')
  const data = writeFile(folder, 'odd.jsonl', text)
  const json = join(folder, 'out.json')
  // Named: a column whose texts mostly do not fit is not proposed.
  const map = ['--map', 'instruction=instruction']
  const words = ['study', 'run', '--base', base, '--data', data, ...map, '--json', json]
  const end = await runCommand(join(folder, 'store'), ...words)
  expect(end.code, end.stderr).toBe(3)
  expect(end.stdout).toContain('odd.jsonl (jsonl), 8 rows, 4 cases')
  expect(end.stdout).toContain('note: 1 case has an empty response')
  expect(end.stdout).toMatch(/will not run: base: 1 of 4 cases cannot run: .*256/)
  for (const line of [
    'left out or incomplete: 4 rows',
    'line 3: span [0, 99]: outside the prompt, which has 20 characters',
    'line 4: instruction "sing": in the prompt 2 times, at characters 6, 17; choose which to take',
    'line 5: instruction "Sing it.": not found in the prompt',
    'line 6: rating "rating": "good", expected a number',
    'more than once in 1 row: such rows are left out; --match first, last or all takes them',
    'partial: 1 case without a map'
  ]) {
    expect(end.stderr).toContain(line)
  }
  expect(end.stdout).toMatch(/1 case that failed:\n {2}base, case case 8: /)
  const found = readStudy(json)
  expect(found.dataset.badRows.map(({ line }) => line)).toEqual([3, 4, 5, 6])
  const scoreOf = (name: string) => found.rows.find((row) => row.case === name)?.instruction_score
  expect(scoreOf('case 1')).toBeGreaterThan(0)
  expect(scoreOf('case 7')).toBe(0)
  expect(scoreOf('case 8')).toBeNull()

  const first = await runCommand(join(folder, 'store'), ...words, '--match', 'last')
  expect(first.code, first.stderr).toBe(3)
  expect(first.stderr).toContain('more than once in 1 row: taken: last')
  expect(readStudy(json).dataset.badRows.map(({ line }) => line)).toEqual([3, 5, 6])
}, 120_000)

const latin1 = Buffer.from('prompt,instruction\nSay it.,Say\nDis café.,Dis\n', 'latin1')
const utf16 = Buffer.from('\uFEFFprompt,instruction\nSay it.,Say\n', 'utf16le')

it.each<readonly [string, string, string | Uint8Array, readonly string[], string]>([
  [
    'a column that is not there',
    'a.csv',
    'prompt,answer\nSay it.,It.\n',
    ['--map', 'prompt=question,rating=stars'],
    'data set a.csv: no column "question" (prompt), "stars" (rating); its columns are "prompt", "answer"'
  ],
  [
    'no column like a prompt',
    'b.csv',
    'x,y\nSay it.,It.\n',
    [],
    'b.csv: no column looks like a prompt, found x, y'
  ],
  [
    'Latin-1',
    'c.csv',
    latin1,
    [],
    'data set c.csv: line 3, byte 38: 0xE9 is not valid UTF-8, expected text in UTF-8'
  ],
  ['UTF-16', 'd.csv', utf16, [], 'data set d.csv: UTF-16, expected JSONL, CSV or TSV in UTF-8'],
  ['nothing', 'e.jsonl', '', [], 'data set e.jsonl: empty, expected rows']
])(
  'ends with 1 for a file with %s, before anything is run',
  async (_, name, content, more, why) => {
    const folder = temporaryFolder()
    const data = writeFile(folder, name, content)
    const words = ['study', 'run', '--base', base, '--data', data, ...more]
    const end = await runCommand(join(folder, 'store'), ...words)
    expect(end.code, end.stderr).toBe(1)
    expect(end.stderr).toContain(why)
    expect(end.stdout).toBe('')
  }
)

it('ends with 1 for a data set that is not there', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'gone.jsonl')
  const end = await runCommand(folder, 'study', 'run', '--base', base, '--data', data)
  expect(end.code, end.stderr).toBe(1)
  expect(end.stderr).toContain('gone.jsonl')
})

it('takes the first cases of a file of 100 MB, and counts all of its rows', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'large.csv')
  const file = openSync(data, 'w')
  const row = `Say it.,Say it.,"${'one two three four five '.repeat(4_000)}"\n`
  const nRows = Math.ceil(100e6 / row.length)
  writeSync(file, 'prompt,instruction,notes\n')
  for (let i = 0; i < nRows; i++) writeSync(file, i === 7 ? 'Say it.,Sing it.,x\n' : row)
  closeSync(file)
  const words = ['study', 'run', '--base', base, '--data', data, '--tokens', '2', '--cases', '2']
  const end = await runCommand(join(folder, 'store'), ...words)
  expect(end.code, end.stderr).toBe(0)
  expect(end.stdout).toContain(`(csv), ${nRows.toLocaleString('en')} rows`)
  expect(end.stdout).toContain('estimate: 2 cases')
  expect(end.stderr).toContain('line 9: instruction "Sing it.": not found in the prompt')
}, 240_000)
