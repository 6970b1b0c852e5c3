import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { acquireStore } from '../../../main/service/lock.ts'
import { runChild } from '../../helpers/run-child.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const child = join(import.meta.dirname, 'locking-child.ts')
/** `SHIFTLENS_RACES=100` for the long form. */
const nRaces = Number(process.env['SHIFTLENS_RACES'] ?? 20)

it('is held by one at a time, and names the holder', () => {
  const home = temporaryFolder()
  const lock = acquireStore(home, 'app')
  expect(() => acquireStore(home, 'cli')).toThrowError(
    expect.objectContaining({
      code: 'store/unavailable',
      message: `Shiftlens (app, process ${process.pid}) holds the library`
    })
  )
  lock.release()
  lock.release()
  acquireStore(home, 'cli').release()
})

it('shuts out another process until the holder ends', async () => {
  const home = temporaryFolder()
  const lock = acquireStore(home, 'app')
  const refused = await runChild(child, [home])
  expect(refused).toMatchObject({ code: 7 })
  expect(refused.stdout).toContain(`Shiftlens (app, process ${process.pid}) holds the library`)
  lock.release()
  expect(await runChild(child, [home])).toMatchObject({ code: 0 })
})

it('is free again after the holder was killed, whatever process has its id now', async () => {
  const home = temporaryFolder()
  const killed = await runChild(child, [home, '0', '0', 'kill'])
  expect(killed.signal).toBe('SIGKILL')
  // As if the id had been used again, by a process that lives: this one.
  writeFileSync(join(home, 'owner.json'), JSON.stringify({ program: 'app', pid: process.pid }))
  acquireStore(home, 'app').release()
})

it('does without the holder’s name where the note is missing, damaged or of a dead process', () => {
  for (const note of ['', '{"program":"app"}', '{"program":"app","pid":99999999}', '[1']) {
    const home = temporaryFolder()
    const lock = acquireStore(home, 'app')
    writeFileSync(join(home, 'owner.json'), note)
    expect(() => acquireStore(home, 'cli')).toThrowError('Another Shiftlens holds the library')
    lock.release()
  }
})

it('says what is wrong with a folder that cannot hold it', () => {
  const parent = temporaryFolder()
  writeFileSync(join(parent, 'file'), '')
  expect(() => acquireStore(join(parent, 'file', 'home'), 'app')).toThrowError(
    expect.objectContaining({ code: 'store/unavailable' })
  )
  mkdirSync(join(parent, 'home', 'owner.sqlite'), { recursive: true })
  expect(() => acquireStore(join(parent, 'home'), 'app')).toThrowError(
    expect.objectContaining({ code: 'store/unavailable' })
  )
})

it(
  `lets exactly one of two starters in at a time, ${nRaces} times`,
  async () => {
    // A few side by side: most of the time is spent starting processes.
    for (let first = 0; first < nRaces; first += 4) {
      const races = Array.from({ length: Math.min(4, nRaces - first) }, (_, i) => race(first + i))
      for (const { nWinners, words, pids } of await Promise.all(races)) {
        // Both win one after the other when one starts late, but never at the same time.
        expect(nWinners).toBeGreaterThan(0)
        expect(words).toEqual(Array.from({ length: nWinners }, () => ['taken', 'ending']).flat())
        for (let i = 0; i < pids.length; i += 2) expect(pids[i]).toBe(pids[i + 1])
      }
    }
  },
  60_000 + nRaces * 2000
)

/** Two processes reach for one store at the same moment; the winner of every second race is killed. */
async function race(index: number) {
  const home = temporaryFolder()
  const start = String(Date.now() + 300)
  const end = index % 2 === 0 ? 'kill' : 'release'
  const ends = await Promise.all([0, 1].map(() => runChild(child, [home, start, '60', end])))
  const log = readFileSync(join(home, 'log'), 'utf8').trim().split('\n')
  acquireStore(home, 'app').release()
  return {
    nWinners: ends.filter(({ code }) => code !== 7).length,
    words: log.map((line) => line.split(' ')[0]),
    pids: log.map((line) => line.split(' ')[1])
  }
}
