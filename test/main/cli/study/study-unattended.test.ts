/** What scripts meet: a store that the app holds, files that cannot be written, results of another kind. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { acquireStore } from '../../../../main/service/lock.ts'
import { openStore } from '../../../../main/service/store/store.ts'
import { readGolden } from '../../../helpers/goldens.ts'
import { madeCase, writeRun } from '../../../helpers/recorded-files.ts'
import { runCommand, startCommand } from '../../../helpers/run-command.ts'
import { studyData } from '../../../helpers/study-job.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const base = readGolden('llama').checkpoint
const run = ['study', 'run', '--base', base, '--data', studyData, '--cases', '2', '--mode', 'same']
const recorded = fileURLToPath(
  new URL('../../../fixtures/recorded/inseq-0.6.json', import.meta.url)
)

it('while the app holds the store: runs, writes, stores nothing and ends with 3; reports go on', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const before = await runCommand(home, 'study', 'import', '--tuned', recorded)
  expect(before.code, before.stderr).toBe(0)
  const id = /in the library: ([0-9a-f]+)/.exec(before.stderr)?.[1] ?? ''
  const lock = acquireStore(home, 'app')
  onTestFinished(() => lock.release())

  const file = (name: string) => join(folder, name)
  const end = await runCommand(home, ...run, '--json', file('run.json'))
  expect(end.code, end.stderr).toBe(3)
  expect(end.stderr).toMatch(/Shiftlens \(app, process \d+\) holds the library.*not stored/)
  expect(end.stderr).toContain('not stored in the library')
  expect(JSON.parse(readFileSync(file('run.json'), 'utf8'))).toHaveProperty('rows.length', 2)

  const report = await runCommand(home, 'study', 'report', id, '--html', file('report.html'))
  expect(report.code, report.stderr).toBe(0)
  expect(readFileSync(file('report.html'), 'utf8')).toContain('</html>')

  const resume = await runCommand(home, 'study', 'resume')
  expect(resume.code, resume.stderr).toBe(1)
  expect(resume.stderr).toMatch(/Shiftlens \(app, process \d+\) holds the library/)
  expect(resume.stderr).not.toContain('stopped half-way')
}, 120_000)

it('says that a file cannot be written before anything is read', async () => {
  const folder = temporaryFolder()
  const nowhere = join(folder, 'no', 'out.json')
  const home = join(folder, 'store')
  const ends = await Promise.all(
    [
      run,
      ['study', 'resume'],
      ['study', 'report', 'ffffffff'],
      ['study', 'import', '--tuned', recorded]
    ].map((words) => runCommand(home, ...words, '--json', nowhere))
  )
  for (const { code, stdout, stderr } of ends) {
    expect(code, stderr).toBe(1)
    expect(stderr).toContain(nowhere)
    expect(stdout).toBe('')
  }
  expect(existsSync(home)).toBe(false)
}, 60_000)

it('reports studies only, and goes on with what was stopped only', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const json = ['--json', join(folder, 'a.json')]
  const words = ['--base', base, '--prompt', 'Say it.', '--response', 'It.', ...json]
  const attribution = await runCommand(home, 'attribute', ...words)
  expect(attribution.code, attribution.stderr).toBe(0)
  const id = /in the library: ([0-9a-f]+)/.exec(attribution.stderr)?.[1] ?? ''

  const file = join(folder, 'out.html')
  const report = await runCommand(home, 'study', 'report', id, '--html', file)
  expect(report.code, report.stderr).toBe(1)
  expect(report.stderr).toMatch(new RegExp(`result ${id}[0-9a-f]*: attribution, expected study`))
  expect(existsSync(file)).toBe(false)

  const resume = await runCommand(home, 'study', 'resume', 'ffff')
  expect(resume.code, resume.stderr).toBe(1)
  expect(resume.stderr).toContain(
    'study "ffff": none was stopped half-way\n  Start one with study run.'
  )
}, 60_000)

/** The ids of the jobs in a store; none before it is made. */
function jobsIn(home: string): readonly string[] {
  if (!existsSync(home)) return []
  try {
    const store = openStore(home, { readOnly: true, onProblem: () => undefined })
    const ids = store.jobs.list().map(({ jobId }) => jobId)
    store.close()
    return ids
  } catch {
    // It is being made at this moment.
    return []
  }
}

it('keeps nothing of an import that was stopped: it is begun anew', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const cases = Array.from({ length: 8_000 }, (_, i) => madeCase(`case ${i}`))
  const words = ['study', 'import', '--tuned', writeRun(folder, 'many', cases)]
  const { child, ended } = startCommand(home, words)
  while (jobsIn(home).length === 0) await sleep(20)
  child.kill('SIGINT')
  const end = await ended
  expect(end.code, end.stderr).toBe(130)
  expect(end.stderr).toContain('stopped; nothing was kept')
  expect(jobsIn(home)).toEqual([])
}, 60_000)
