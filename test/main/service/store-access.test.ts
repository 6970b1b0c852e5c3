import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openStoreAccess } from '../../../main/service/store-access.ts'
import type { StoreMode } from '../../../main/service/store-access.ts'
import { appErrorOf } from '../../helpers/app-error.ts'
import { failureOf } from '../../helpers/failure.ts'
import { fakeRequest } from '../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../helpers/fake-service.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

function open(home: string, mode: StoreMode) {
  const access = openStoreAccess({ home, mode, program: 'cli', onProblem: () => undefined })
  onTestFinished(() => access.close())
  return access
}

const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 9 } as const

it('keeps everything where the store is free', () => {
  const access = open(temporaryFolder(), 'store')
  expect(access.problem).toBeNull()
  expect(access.reading()).toBe(access.writing())
})

it('gives the store free again when it closes', () => {
  const home = temporaryFolder()
  open(home, 'store').close()
  expect(open(home, 'store').problem).toBeNull()
})

it('says why where the store cannot be opened, and computes in memory only if that was asked for', () => {
  const home = join(temporaryFolder(), 'home')
  mkdirSync(home)
  writeFileSync(
    join(home, 'library.sqlite'),
    'this is no database, however long it may be. '.repeat(99)
  )
  const strict = open(home, 'store')
  expect(strict.problem).toMatchObject({ code: 'store/unavailable' })
  expect(appErrorOf(() => strict.analyses()).message).toBe(strict.problem?.message)
  expect(appErrorOf(() => strict.writing()).code).toBe('store/unavailable')
  const lenient = open(home, 'store-or-memory')
  expect(lenient.problem).toMatchObject({ code: 'store/unavailable' })
  expect(lenient.analyses()).toBe(lenient.generations)
})

it('a second service finds the store taken: it looks, computes in memory, and keeps nothing', async () => {
  const home = temporaryFolder()
  const owner = startFakeService(home)
  const ownerWatch = new JobWatch(owner)
  onTestFinished(() => void owner.kill())
  const kept = await owner.call('attribution/start', fakeRequest({ seed: 1, nUnits: 3 }))
  await ownerWatch.until(kept.jobId, ({ state }) => state === 'done')

  const guest = startFakeService(home, 'store-or-memory')
  onTestFinished(() => void guest.kill())
  const watch = new JobWatch(guest)
  const { storeProblem } = await guest.call('service/status', null)
  expect(storeProblem?.code).toBe('store/unavailable')
  expect(storeProblem?.message).toContain(`process ${owner.pid}`)
  const { rows } = await guest.call('library/list', query)
  expect(rows).toHaveLength(1)
  const { jobId } = await guest.call('attribution/start', fakeRequest({ seed: 2, nUnits: 3 }))
  await watch.until(jobId, ({ state }) => state === 'done')
  const record = await guest.call('attribution/result', { jobId })
  expect(record.sides[0]?.importance).toHaveLength(24)
  expect((await owner.call('library/list', query)).nMatching).toBe(1)
  const rename = { resultId: rows[0]?.resultId ?? '', title: 'x' }
  expect((await failureOf(() => guest.call('result/rename', rename))).code).toBe(
    'store/unavailable'
  )

  const strict = startFakeService(home)
  onTestFinished(() => void strict.kill())
  const request = fakeRequest({ seed: 3, nUnits: 3 })
  expect((await failureOf(() => strict.call('attribution/start', request))).code).toBe(
    'store/unavailable'
  )
  expect(await strict.call('device/list', null)).toHaveLength(1)
})

it('a service that is let go of frees the store at once', async () => {
  const home = temporaryFolder()
  const first = startFakeService(home)
  const watch = new JobWatch(first)
  const request = fakeRequest({ seed: 4, nUnits: 90, unitMs: 20 })
  const { jobId } = await first.call('attribution/start', request)
  await watch.until(jobId, ({ unitsDone }) => unitsDone > 1)
  const closedMs = performance.now()
  await first.close()
  expect(performance.now() - closedMs).toBeLessThan(2_000)
  const second = startFakeService(home)
  onTestFinished(() => void second.kill())
  expect((await second.call('service/status', null)).storeProblem).toBeNull()
  expect((await second.call('job/list', null))[0]).toMatchObject({ jobId, state: 'interrupted' })
})
