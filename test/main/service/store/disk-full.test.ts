import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../../main/service/store/database.ts'
import { migrations } from '../../../../main/service/store/migrations/all.ts'
import { openStore, storeOver, type Store } from '../../../../main/service/store/store.ts'
import type { FinishedUnit } from '../../../../main/worker/contract.ts'
import { attributionRecord } from '../../../helpers/attribution-record.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { addJob } from './open-store.ts'

const full = expect.objectContaining({
  code: 'store/full',
  hint: expect.stringContaining('Free some space')
})

const unit = (i: number, length: number): FinishedUnit => ({
  unitId: `u${i}`,
  result: {
    values: { i },
    arrays: { x: Float32Array.from({ length }, (_, k) => Math.sin(i + k * k)) }
  }
})

/** Commits units until the disk is full; how many it took. */
function fill(store: Store, length: number): number {
  for (let i = 0; i < 10_000; i++) {
    try {
      store.units.commit('a', unit(i, length))
    } catch (thrown) {
      expect(thrown).toEqual(full)
      return i
    }
  }
  throw new Error('the disk never was full')
}

it('rolls back when the database may not grow, stays usable, and goes on when it may', () => {
  const home = temporaryFolder()
  const db = openDatabase(join(home, 'library.sqlite'), migrations)
  const store = storeOver({ db, blobFolder: join(home, 'blobs') }, home, {})
  onTestFinished(() => store.close())
  addJob(store, 'a')
  const nPages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${nPages + 40}`)
  const nStored = fill(store, 2000)
  expect(nStored).toBeGreaterThan(2)
  expect(db.inTransaction).toBe(false)
  expect(store.jobs.get('a')?.unitsDone).toBe(nStored)
  expect(store.units.list('a')).toHaveLength(nStored)
  // A result that does not fit leaves the job and its units as they were.
  const finish = () =>
    store.results.finish('a', {
      kind: 'attribution',
      keyFields: { a: 1 },
      title: 'A',
      record: attributionRecord({ nPrompt: 60, nResponse: 100 })
    })
  expect(finish).toThrowError(full)
  expect(store.jobs.get('a')).toMatchObject({ state: 'queued', resultId: null })
  expect(store.units.list('a')).toHaveLength(nStored)

  db.pragma('max_page_count = 1000000')
  store.units.commit('a', unit(nStored, 2000))
  expect(store.results.open(finish()).problems).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
})

/** A file system of 8 MB in a folder, or why there can be none. */
function smallDisk(folder: string): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux'
  const { status, stderr, error } = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    'size=8m',
    'tmpfs',
    folder
  ])
  return status === 0 ? null : `mount: ${error?.message ?? stderr.toString().trim()}`
}

it('meets a full disk at files and database alike, and loses nothing', (context) => {
  const folder = temporaryFolder()
  const home = join(folder, 'disk')
  mkdirSync(home)
  const problem = smallDisk(home)
  if (problem !== null) return context.skip(problem)
  onTestFinished(() => {
    spawnSync('umount', ['-l', home])
  })
  // What somebody will delete to make room.
  writeFileSync(join(home, 'other'), Buffer.alloc(1_000_000))
  let store = openStore(home)
  addJob(store, 'a')
  // Each unit is a file of some 600 kB.
  const nStored = fill(store, 200_000)
  expect(nStored).toBeGreaterThan(3)
  const names = readdirSync(join(home, 'blobs'), { recursive: true, encoding: 'utf8' })
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(store.units.list('a')).toHaveLength(nStored)

  // Not a byte is left: rows cannot be written either, and that is said in the same words.
  try {
    writeFileSync(join(home, 'ballast'), Buffer.alloc(8_000_000))
  } catch {
    // What fitted is what was wanted.
  }
  expect(() => {
    for (let i = 0; i < 1000; i++) store.jobs.update('a', { phase: 'x'.repeat(10_000) + i })
  }).toThrowError(full)
  expect(store.units.list('a')).toHaveLength(nStored)
  expect(store.freeBytes()).toBeLessThan(1_000_000)

  rmSync(join(home, 'ballast'))
  rmSync(join(home, 'other'))
  store.units.commit('a', unit(nStored, 1000))
  store.close()
  store = openStore(home)
  expect(store.units.list('a')).toHaveLength(nStored + 1)
  store.units.commit('a', unit(nStored + 1, 1000))
  expect(store.jobs.get('a')?.unitsDone).toBe(nStored + 2)
  store.close()
})
