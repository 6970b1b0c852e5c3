import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../../main/service/store/store.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { layeredRun, putLayered } from '../service/store/layered-run.ts'

it('lists, shows and exports heads and attention patterns', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const store = openStore(home)
  const heads = putLayered('heads', store, 'a', { title: 'Relations' })
  const attention = putLayered('attention', store, 'b', { title: 'Patterns' })
  store.close()

  const file = (name: string): string => join(folder, name)
  const run = (...argv: string[]) => runCommand(home, 'library', ...argv)
  const list = await run('list')
  for (const title of ['Relations', 'Patterns']) {
    expect(list.stdout).toMatch(new RegExp(`base-model +tuned-model +${title}`))
  }
  const shownHeads = await run('show', heads.slice(0, 8))
  expect(shownHeads.code, shownHeads.stderr).toBe(0)
  const { any } = layeredRun('heads')
  const nRelations = any.kind === 'heads' ? any.record.sides[1]!.relationFirst.length : 0
  expect(shownHeads.stdout).toContain(`id: ${heads}\ntitle: Relations\n`)
  expect(shownHeads.stdout).toMatch(
    new RegExp(`tuned: tuned-model, 3 layers of 2 heads .* ${nRelations} relations`)
  )
  const shownPatterns = await run('show', attention.slice(0, 8))
  expect(shownPatterns.code, shownPatterns.stderr).toBe(0)
  expect(shownPatterns.stdout).toContain(
    'prompt: Give me the first two sentences.\nbase: base-model, 2 heads a layer, 5 tokens\n'
  )
  expect(shownPatterns.stdout).toContain('layers: 0, 1, 2\n')

  for (const [id, name, nHeads] of [
    [heads, 'heads.json', 6],
    [attention, 'attention.json', 12]
  ] as const) {
    const exported = await run('export', id.slice(0, 8), file(name))
    expect(exported.code, exported.stderr).toBe(0)
    expect(JSON.parse(readFileSync(file(name), 'utf8'))).toHaveProperty('heads.length', nHeads)
    const csv = await run('export', id.slice(0, 8), file('a.csv'))
    expect([csv.code, csv.stderr]).toEqual([1, expect.stringContaining('JSON holds all of it')])
  }
})
