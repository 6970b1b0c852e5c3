import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openStore } from '../../../main/service/store/store.ts'
import { runCommand, startCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const sample = 'resources/sample'
const prompt =
  'Translate the sentences to English.\n\nInput: Le oiseau fort voit le bois.\n\nOutput:'

function words(file: string): string[] {
  return [
    ...['attribute', '--base', `${sample}/base`, '--tuned', `${sample}/tuned`],
    ...['--prompt', prompt, '--response', 'The strong bird sees the forest.'],
    // Streamed, so that there is time to stop it.
    ...['--leave-one-out', '--memory', 'streamed', '--json', file]
  ]
}

/** Waits until a run in this store has units of its map. */
async function untilUnits(home: string, least: number): Promise<void> {
  for (;;) {
    await sleep(20)
    try {
      const store = openStore(home, { readOnly: true, onProblem: () => undefined })
      const job = store.jobs.list()[0]
      const nUnits = job === undefined ? 0 : store.units.list(job.jobId).length
      store.close()
      if (nUnits >= least) return
    } catch {
      // The command has not made the store yet.
    }
  }
}

/** What must not depend on whether a run was stopped. */
function lasting(file: string): unknown {
  const { seconds, createdAt, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    unknown
  >
  expect([typeof seconds, typeof createdAt]).toEqual(['number', 'string'])
  return JSON.stringify(rest)
}

it('stopped by Ctrl+C or killed, the same command goes on and writes the same', async () => {
  const folder = temporaryFolder()
  const home = join(folder, 'store')
  const file = join(folder, 'a.json')

  const stopped = startCommand(home, words(file))
  await untilUnits(home, 6)
  const askedMs = performance.now()
  stopped.child.kill('SIGINT')
  const first = await stopped.ended
  expect(performance.now() - askedMs).toBeLessThan(5_000)
  expect(first.code, first.stderr).toBe(130)
  expect(first.stderr).toMatch(/stopping; Ctrl\+C again ends it at once\n/)
  expect(first.stderr).toMatch(/stopped; \d+( of \d+)? steps are kept: the same command goes on/)
  expect(first.stdout).toBe('')

  const killed = startCommand(home, words(file))
  await untilUnits(home, 9)
  killed.child.kill('SIGKILL')
  expect((await killed.ended).signal).toBe('SIGKILL')

  const last = await runCommand(home, ...words(file))
  expect(last.code, last.stderr).toBe(0)
  const nKept = Number(/stopped after (\d+) steps/.exec(last.stderr)?.[1])
  expect(nKept).toBeGreaterThanOrEqual(9)

  const whole = join(folder, 'whole.json')
  const undisturbed = await runCommand(join(folder, 'other'), ...words(whole))
  expect(undisturbed.code, undisturbed.stderr).toBe(0)
  expect(undisturbed.stderr).not.toContain('going on')
  expect(lasting(file)).toBe(lasting(whole))
}, 180_000)
