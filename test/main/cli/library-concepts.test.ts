import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../../main/service/store/store.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { attributionRecord } from '../../helpers/attribution-record.ts'
import { blobFiles } from '../service/store/behind.ts'
import { putConcepts } from '../service/store/concepts-run.ts'

it('lists, shows and exports concepts beside attributions, as far as they can be read', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const store = openStore(home)
  const resultId = putConcepts(store, 'a', { title: 'Depths', dModel: 8_000 })
  const record = attributionRecord()
  store.results.finish(null, { kind: 'attribution', keyFields: { a: 1 }, title: 'Sky', record })
  store.close()

  const [list, show, exported, csv] = await Promise.all([
    runCommand(home, 'library', 'list'),
    runCommand(home, 'library', 'show', resultId.slice(0, 8)),
    runCommand(home, 'library', 'export', resultId.slice(0, 8), join(folder, 'a.json')),
    runCommand(home, 'library', 'export', resultId.slice(0, 8), join(folder, 'a.csv'))
  ])
  expect(list.stdout).toMatch(/base-model +tuned-model +Depths/)
  expect(list.stdout).toMatch(/base-model \d\.\d+ +tuned-model \d\.\d+ +Sky/)
  expect(show.code, show.stderr).toBe(0)
  expect(show.stdout).toContain(`id: ${resultId}\ntitle: Depths\n`)
  for (const layer of [0, 1, 2]) expect(show.stdout).toContain(`tuned ${layer}.0: `)
  expect(exported.code, exported.stderr).toBe(0)
  expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'))).toHaveProperty(
    'layers.length',
    3
  )
  expect([csv.code, csv.stderr]).toEqual([1, expect.stringContaining('format: got csv')])

  writeFileSync(blobFiles(home)[0]!, 'no longer a layer')
  const damaged = await runCommand(home, 'library', 'show', resultId.slice(0, 8))
  expect(damaged.code).toBe(3)
  expect(damaged.stderr).toMatch(/not verified: part layer\/\d: its file has 17 bytes/)
  expect(damaged.stdout).toMatch(/layer \d cannot be shown/)
  expect(damaged.stdout.match(/tuned \d\.0: /g)).toHaveLength(2)
})
