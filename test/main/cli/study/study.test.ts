import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openStore } from '../../../../main/service/store/store.ts'
import { datasetsOf, scoresOf } from '../../../../preload/analysis/studies/recorded-tables.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { madeCase, writeRun } from '../../../helpers/recorded-files.ts'
import { runCommand, startCommand } from '../../../helpers/run-command.ts'
import { runJob } from '../../../helpers/run-job.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const base = readGolden('llama').checkpoint
const tuned = readGolden('llama-tuned').checkpoint
const models = ['--base', base, '--tuned', tuned]

const rows = [
  { id: 'a', text: 'Say it now. Input: a dog', answer: 'It is a dog.', kind: 'x', stars: 1 },
  { id: 'b', text: 'Say it twice. Input: a cat', answer: 'A cat, a cat.', kind: 'x', stars: 2 },
  { id: 'c', text: 'Say it again. Input: a map', answer: 'A map, they say.', kind: 'y', stars: 3 },
  { id: 'd', text: 'Say nothing. Input: a bird', answer: 'Nothing at all.', kind: 'y', stars: 1 }
]
const map = 'prompt=text,response=answer,instruction=order,group=kind,rating=stars,id=id'

/** A data set whose instruction is the first sentence. */
function writeData(folder: string, more: readonly object[] = []): string {
  const path = join(folder, 'data.jsonl')
  const lines = rows.map((row) => ({ ...row, order: row.text.split(' Input')[0] }))
  writeFileSync(path, [...lines, ...more].map((line) => `${JSON.stringify(line)}\n`).join(''))
  return path
}

interface StudyFile {
  readonly dataset: { readonly badRows: readonly { readonly line: number }[] }
  readonly modes: readonly string[]
  readonly rows: readonly { readonly case: string; readonly score: number | null }[]
}

const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T

it('runs a data set in every mode, tells what it costs, and writes every form', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const data = writeData(folder, [{ id: 'e', text: 7 }])
  const file = (ending: string) => join(folder, `out.${ending}`)
  const files = ['json', 'csv', 'html', 'parquet'].flatMap((form) => [`--${form}`, file(form)])
  const words = ['study', 'run', ...models, '--data', data, '--map', map]
  const modes = ['--mode', 'own,same', '--mode', 'length-matched']
  const end = await runCommand(home, ...words, ...modes, '--tokens', '8', ...files)
  expect(end.code, end.stderr).toBe(0)
  expect(end.stdout).toContain('data set: data.jsonl (jsonl), 5 rows, 4 cases')
  expect(end.stdout).toMatch(/^estimate: 4 cases, \d\S* [kMGT]?FLOP, .*; needs .* free$/m)
  expect(end.stdout.indexOf('estimate')).toBeLessThan(end.stdout.indexOf('Own responses'))
  expect(end.stdout).toContain('Same response: instruction scores, base against tuned')
  expect(end.stderr).toMatch(/left out or incomplete: 1 row\n {2}line 5: /)

  const found = readJson<StudyFile>(file('json'))
  expect(found.modes).toEqual(['own', 'same', 'length-matched'])
  expect(found.dataset.badRows.map(({ line }) => line)).toEqual([5])
  // Each of 4 cases in 3 modes and 2 models.
  expect(found.rows).toHaveLength(24)
  expect(readFileSync(file('csv'), 'utf8').trimEnd().split('\n')).toHaveLength(25)
  expect(readFileSync(file('html'), 'utf8')).toContain('data.jsonl')
  expect(readFileSync(file('parquet')).subarray(0, 4).toString()).toBe('PAR1')

  // Told as a part only where that is asked for; the study itself is known from before.
  const again = await runCommand(home, ...words, ...modes, '--tokens', '8', '--strict')
  expect(again.code, again.stderr).toBe(3)
  expect(again.stderr).toContain('partial: 1 row left out of the data set')

  const id = /in the library: ([0-9a-f]+)/.exec(end.stderr)?.[1] ?? ''
  const report = await runCommand(home, 'study', 'report', id, '--json', file('again.json'))
  expect(report.code, report.stderr).toBe(0)
  expect(readJson<StudyFile>(file('again.json')).rows).toEqual(found.rows)
  const shown = await runCommand(home, 'library', 'show', id)
  expect(shown.stdout).toContain('Own responses: instruction scores, base against tuned')
}, 120_000)

it('stops before it begins where a file cannot be written or no row is a case', async () => {
  const folder = temporaryFolder()
  const data = writeData(folder)
  const words = ['study', 'run', ...models, '--data', data]
  const nowhere = join(folder, 'no', 'out.json')
  const unwritable = await runCommand(folder, ...words, '--map', map, '--json', nowhere)
  expect(unwritable.code).toBe(1)
  expect(unwritable.stdout).toBe('')
  const unmapped = await runCommand(folder, ...words, '--map', 'prompt=stars')
  expect(unmapped.code, unmapped.stderr).toBe(1)
  expect(unmapped.stderr).toContain('data.jsonl: no row can be a case')
  expect(unmapped.stderr).toMatch(/line 1: /)
  const unknown = await runCommand(folder, ...words, '--map', 'prompt=question')
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toContain('question')
}, 60_000)

/** Waits until a study in this store has cases. */
async function untilCases(home: string, least: number): Promise<void> {
  for (;;) {
    await sleep(20)
    try {
      const store = openStore(home, { readOnly: true, onProblem: () => undefined })
      const job = store.jobs.list()[0]
      const units = job === undefined ? [] : store.units.list(job.jobId)
      store.close()
      if (units.filter(({ unitId }) => unitId.startsWith('case/')).length >= least) return
    } catch {
      // The command has not made the store yet.
    }
  }
}

it('goes on with a study stopped by Ctrl+C or killed, and gives the very rows of one that was not', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const data = writeData(folder)
  const words = ['study', 'run', ...models, '--data', data, '--map', map]
  const slow = [...words, '--mode', 'own', '--memory', 'streamed', '--tokens', '16']
  const stopped = startCommand(home, [...slow, '--json', join(folder, 'a.json')])
  await untilCases(home, 2)
  stopped.child.kill('SIGINT')
  const first = await stopped.ended
  expect(first.code, first.stderr).toBe(130)
  expect(first.stderr).toMatch(/stopped; \d+ of \d+ steps are kept: the same command goes on/)

  const killed = startCommand(home, [...slow, '--json', join(folder, 'a.json')])
  await untilCases(home, 4)
  killed.child.kill('SIGKILL')
  const second = await killed.ended
  expect(second.signal).toBe('SIGKILL')
  expect(second.stderr).toMatch(/going on with the run that was stopped after \d+ steps/)

  const resumed = await runCommand(home, 'study', 'resume', '--json', join(folder, 'b.json'))
  expect(resumed.code, resumed.stderr).toBe(0)
  expect(resumed.stderr).toMatch(/going on with the run that was stopped after \d+ steps/)
  const whole = await runCommand(join(folder, 'other'), ...slow, '--json', join(folder, 'c.json'))
  expect(whole.code, whole.stderr).toBe(0)
  const rowsOf = (name: string) => readJson<StudyFile>(join(folder, name)).rows
  expect(rowsOf('b.json')).toEqual(rowsOf('c.json'))

  const none = await runCommand(home, 'study', 'resume')
  expect(none.code).toBe(1)
  expect(none.stderr).toContain('none was stopped half-way')
}, 180_000)

it('ends with 3 where a case failed, and names it', async () => {
  const folder = temporaryFolder()
  const long = { id: 'long', text: 'Say it. '.repeat(300), answer: 'It.', order: '', kind: 'x' }
  const data = writeData(folder, [long])
  const words = ['study', 'run', '--base', base, '--data', data, '--map', map, '--mode', 'same']
  const end = await runCommand(join(folder, 'store'), ...words)
  expect(end.code, end.stderr).toBe(3)
  expect(end.stdout).toContain('will not run: ')
  expect(end.stdout).toMatch(/1 case that failed:\n {2}base, case long: /)
  expect(end.stderr).toContain('partial: 1 case without a map')
}, 60_000)

interface ImportFile {
  readonly datasets: unknown
  readonly scores: Readonly<Record<string, number>>
  readonly notes: readonly string[]
}

it('imports recorded runs with the paper’s figures and every score, unrounded', async () => {
  const folder = temporaryFolder()
  const cases = (model: string) =>
    [...'abcdef'].map((name, i) =>
      madeCase(name, {
        model,
        dataset: i % 2 === 0 ? 'even' : 'odd',
        rating: model === 'after' ? 1 + (i % 3) : null,
        map: [10, 8, 0, 9, 3, 10].map((level, at) => (at === i % 6 ? 9 : level))
      })
    )
  const request = {
    base: writeRun(folder, 'before', cases('before')),
    tuned: writeRun(folder, 'after', [...cases('after'), madeCase('bad', { map: null })])
  }
  const json = join(folder, 'out.json')
  const words = ['study', 'import', '--base', request.base, '--tuned', request.tuned]
  const home = join(folder, 'store')
  const end = await runCommand(home, ...words, '--json', json)
  expect(end.code, end.stderr).toBe(0)
  expect(end.stderr).toMatch(/line 7: after\.jsonl: model "model-a", expected "after"/)
  const result = await runJob({ kind: 'study-import', request })
  if (result.kind !== 'study') throw new Error(`a ${result.kind} came out`)
  const found = readJson<ImportFile>(json)
  expect(found.datasets).toEqual(JSON.parse(JSON.stringify(datasetsOf(result.record))))
  expect(Object.keys(found.scores)).toHaveLength(12)
  expect(found.scores).toEqual(scoresOf(result.record))

  const strict = await runCommand(home, ...words, '--strict')
  expect(strict.code, strict.stderr).toBe(3)
  expect(strict.stderr).toContain('partial: 1 row left out')
}, 60_000)

it('imports what Inseq saved, of one model, and refuses other JSON', async () => {
  const folder = temporaryFolder()
  const fixture = fileURLToPath(
    new URL('../../../fixtures/recorded/inseq-0.6.json', import.meta.url)
  )
  const json = join(folder, 'out.json')
  const end = await runCommand(folder, 'study', 'import', '--tuned', fixture, '--json', json)
  expect(end.code, end.stderr).toBe(0)
  expect(Object.keys(readJson<ImportFile>(json).scores)).toEqual([
    'tiny/recorded/hello',
    'tiny/recorded/count'
  ])
  const other = join(folder, 'other.json')
  writeFileSync(other, '{"cases": []}')
  const refused = await runCommand(folder, 'study', 'import', '--base', other)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('expected a file saved by Inseq')
}, 60_000)
