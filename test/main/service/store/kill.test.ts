import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { numberedUnit } from './numbered-unit.ts'
import { addJob, testStore } from './open-store.ts'

const child = join(import.meta.dirname, 'committing-child.ts')
/** `SHIFTLENS_KILLS=100` for the long form. */
const nKills = Number(process.env['SHIFTLENS_KILLS'] ?? 6)

/** Lets the child commit some units, kills it while it goes on; the last number that it said. */
async function commitUntilKilled(home: string, nUnits: number, delayMs: number): Promise<number> {
  const process_ = spawn(process.execPath, [child, home], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.split('\n').length > nUnits) setTimeout(() => process_.kill('SIGKILL'), delayMs)
  })
  await once(process_, 'close')
  return Number(said.trim().split('\n').pop())
}

it(
  `has every unit that was committed, whole and in order, after each of ${nKills} kills`,
  async () => {
    let home = ''
    for (let kill = 0; kill < nKills; kill++) {
      // A fresh store now and then: each look reads all the units there are.
      if (kill % 6 === 0) {
        home = temporaryFolder()
        const { store } = testStore(home)
        addJob(store, 'a')
        store.close()
      }
      const nSaid = await commitUntilKilled(home, 2 + (kill % 3), (kill * 7) % 23)
      const { store: after, problems } = testStore(home)
      const units = after.units.list('a')
      expect(problems).toEqual([])
      // One more may have been committed before it could be said.
      expect(units.length).toBeGreaterThanOrEqual(nSaid)
      expect(units).toEqual(units.map((_, i) => numberedUnit(i)))
      expect(after.jobs.get('a')?.unitsDone).toBe(units.length)
      after.close()
    }
  },
  60_000 + nKills * 3000
)
