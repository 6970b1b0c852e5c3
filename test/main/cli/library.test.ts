import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { acquireStore } from '../../../main/service/lock.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

interface Row {
  readonly resultId: string
  readonly title: string
  readonly tunedScore: number
}

const listed = (stdout: string): readonly Row[] => JSON.parse(stdout) as readonly Row[]

it('keeps a run, and lists, shows, exports and imports it', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const sample = await runCommand(home, 'sample', '--case', 'sample-002')
  expect(sample.code, sample.stderr).toBe(0)

  const { stdout } = await runCommand(home, 'library', 'list', '--json')
  const [row, another] = listed(stdout)
  expect(another).toBeUndefined()
  expect(row!.title).toMatch(/^Translate the sentences/)
  const start = row!.resultId.slice(0, 8)

  const [found, missed, show, exported] = await Promise.all([
    runCommand(home, 'library', 'list', '--search', 'oiseau').then(({ stdout: text }) => text),
    runCommand(home, 'library', 'list', '--search', 'nothing', '--json'),
    runCommand(home, 'library', 'show', start),
    runCommand(home, 'library', 'export', start, join(folder, 'a.shiftlens'))
  ])
  expect(found).toContain(start)
  expect(listed(missed.stdout)).toEqual([])
  expect(show.stdout).toContain(`id: ${row!.resultId}\n`)
  expect(show.stdout).toContain(sample.stdout)
  expect(exported.code, exported.stderr).toBe(0)

  const json = await runCommand(home, 'library', 'export', start, join(folder, 'a.json'))
  expect(json.code, json.stderr).toBe(0)
  expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toHaveProperty('models')

  const elsewhere = join(folder, 'elsewhere')
  const imported = await runCommand(elsewhere, 'library', 'import', join(folder, 'a.shiftlens'))
  expect([imported.code, imported.stdout], imported.stderr).toEqual([0, `${row!.resultId}\n`])
  const shown = await runCommand(elsewhere, 'library', 'show', start)
  expect(shown.stdout).toContain(sample.stdout)

  const unknown = await runCommand(home, 'library', 'show', 'ffffffffffff')
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toMatch(/"ffffffffffff": not in the library\n {2}shiftlens library list/)
})

it('while the app holds the store: computes, writes, stores nothing, says so and ends with 3', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const before = await runCommand(home, 'sample', '--case', 'sample-002')
  expect(before.code, before.stderr).toBe(0)
  const lock = acquireStore(home, 'app')
  onTestFinished(() => lock.release())

  const file = join(folder, 'a.json')
  const run = await runCommand(home, 'sample', '--case', 'sample-004', '--json', file)
  expect(run.code, run.stderr).toBe(3)
  expect(run.stderr).toMatch(/Shiftlens \(app, process \d+\) holds the library.*not stored/)
  expect(run.stdout).toContain('instruction score')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('models')

  const [list, refused] = await Promise.all([
    runCommand(home, 'library', 'list', '--json'),
    runCommand(home, 'library', 'import', file)
  ])
  expect([list.code, listed(list.stdout).length], list.stderr).toEqual([0, 1])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/^shiftlens: .*holds the library/m)
})
