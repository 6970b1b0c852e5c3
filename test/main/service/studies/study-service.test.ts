import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ServiceHandle } from '../../../../main/service/start-service.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { failureOf } from '../../../helpers/failure.ts'
import {
  fakeConceptsRequest,
  fakeRecordedRequest,
  fakeStudyRequest,
  type FakePlan
} from '../../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../../helpers/fake-service.ts'
import { makeFakeStudy } from '../../../helpers/study-record.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const kinds = {
  study: {
    title: 'Study: base, {"seed":1,',
    start: (handle: ServiceHandle, plan: FakePlan) =>
      handle.call('study/start', fakeStudyRequest(plan)),
    made: (nCases: number) => makeFakeStudy({ nCases, roles: ['base'], modes: ['own', 'same'] }),
    part: (index: number) => `case/base/${index}`
  },
  'study-import': {
    title: 'Recorded: ',
    start: (handle: ServiceHandle, plan: FakePlan) =>
      handle.call('study/import', fakeRecordedRequest(plan)),
    made: (nCases: number) =>
      makeFakeStudy({ nCases, roles: ['base'], modes: ['own'], source: 'recorded' }),
    part: (index: number) => `recorded/base/${index}`
  }
} as const

function service(mode: Parameters<typeof startFakeService>[1] = 'store', home = temporaryFolder()) {
  const handle = startFakeService(home, mode)
  onTestFinished(() => void handle.kill())
  return { handle, watch: new JobWatch(handle), home }
}

const isDone = ({ state }: { readonly state: string }): boolean => state === 'done'

describe.each(['study', 'study-import'] as const)('a job of kind %s', (kind) => {
  const { title, start, made, part } = kinds[kind]

  it('is computed case by case, shown as far as it is done, and kept', async () => {
    const { handle, watch } = service()
    const { jobId } = await start(handle, {
      ...{ seed: 1, nUnits: 6, unitMs: 20, busyUnit: 3, busyMs: 3_000 }
    })
    await watch.until(jobId, ({ unitsDone }) => unitsDone === 3)
    expect(watch.last(jobId)?.kind).toBe(kind)
    expect(watch.last(jobId)?.title).toContain(title)
    const partial = await handle.call('job/partial', { jobId })
    expect(partial).toMatchObject({
      ...{ kind: 'study', jobId },
      record: { isPartial: true, parts: [0, 1, 2].map(part) }
    })
    const ask = { source: { jobId }, mode: 'own' } as const
    expect(await handle.call('study/case', { ...ask, case: 3 })).toBeNull()
    const early = await handle.call('study/case', { ...ask, case: 1 })
    expect(early).toEqual(made(6).detail(1, 'own'))

    const { resultId } = await watch.until(jobId, isDone)
    const source = { resultId: resultId ?? '' }
    expect(await handle.call('study/case', { ...ask, case: 1 })).toEqual(early)
    expect(await handle.call('study/case', { ...ask, source, case: 1 })).toEqual(early)
    expect((await handle.call('study/case', { ...ask, source, case: 5 }))?.case).toBe(5)
    const opened = await handle.call('result/open', source)
    expect(opened).toMatchObject({ kind: 'study', problems: [], record: { isPartial: false } })
    expect(await handle.call('study/result', { jobId })).toEqual(opened.record)
  })

  it('goes on from the cases of a run that was stopped, to the same bytes', async () => {
    const { handle, watch } = service()
    const { jobId } = await start(handle, { seed: 2, nUnits: 12, unitMs: 20 })
    await watch.until(jobId, ({ unitsDone }) => unitsDone > 3)
    await handle.call('job/cancel', { jobId })
    const { unitsDone } = await watch.until(jobId, ({ state }) => state === 'cancelled')
    const seen = watch.all.length
    await handle.call('job/resume', { jobId })
    await watch.until(jobId, isDone)
    const afterwards = watch.all.slice(seen).map((status) => status.unitsDone)
    expect(Math.min(...afterwards)).toBeGreaterThanOrEqual(unitsDone)
    const memory = service('memory')
    const undisturbed = await start(memory.handle, { seed: 2, nUnits: 12 })
    await memory.watch.until(undisturbed.jobId, isDone)
    const records = await Promise.all([
      handle.call('study/result', { jobId }),
      memory.handle.call('study/result', { jobId: undisturbed.jobId })
    ])
    expect(records[0]).toEqual(records[1])
    const ask = { case: 7, mode: 'own' } as const
    const source = { resultId: memory.watch.last(undisturbed.jobId)!.resultId! }
    expect(await memory.handle.call('study/case', { ...ask, source })).toEqual(
      await handle.call('study/case', { ...ask, source: { jobId } })
    )
  })
})

it('is found again by its request while it is not finished', async () => {
  const { handle, watch } = service()
  const request = fakeStudyRequest({ seed: 4, nUnits: 9, unitMs: 30 })
  const { jobId } = await handle.call('study/start', request)
  await watch.until(jobId, ({ unitsDone }) => unitsDone >= 2)
  await handle.call('job/cancel', { jobId })
  await watch.until(jobId, ({ state }) => state === 'cancelled')
  expect(await handle.call('study/unfinished', request)).toMatchObject({ jobId })
  const other = { ...request, settings: { ...request.settings, nTokensLimit: 7 } }
  expect(await handle.call('study/unfinished', other)).toBeNull()
})

it('keeps ratings with their history and says that the library changed', async () => {
  const { handle, watch } = service()
  const changed: (string | null)[] = []
  handle.on({ 'library/changed': ({ resultId }) => changed.push(resultId) })
  const { jobId } = await handle.call('study/start', fakeStudyRequest({ seed: 1, nUnits: 2 }))
  const resultId = (await watch.until(jobId, isDone)).resultId ?? ''
  // What it said of the new result comes before this answer.
  expect(await handle.call('study/ratings', { resultId })).toEqual([])
  changed.length = 0
  const rate = (rating: number | null, index = 0) =>
    handle.call('study/rate', { resultId, case: index, role: 'base', rating })
  await rate(2)
  await rate(null)
  expect((await handle.call('study/ratings', { resultId })).map(({ rating }) => rating)).toEqual([
    2,
    null
  ])
  expect(changed).toEqual([resultId, resultId])
  expect(await failureOf(() => rate(1, 2))).toMatchObject({ code: 'request/invalid' })
})

it('is written as a report and as tables, and for other libraries', async () => {
  const { handle, watch } = service()
  const { jobId } = await handle.call('study/start', fakeStudyRequest({ seed: 1, nUnits: 3 }))
  const resultId = (await watch.until(jobId, isDone)).resultId ?? ''
  const folder = temporaryFolder()
  const write = async (format: 'html' | 'csv' | 'json' | 'parquet') => {
    const path = join(folder, `report.${format}`)
    await handle.call('study/report', { resultId, format, salience: defaultSalience, path })
    return readFileSync(path)
  }
  expect((await write('html')).toString()).toMatch(/^<!doctype html>[^]*fake study[^]*<\/html>\n$/)
  expect((await write('parquet')).subarray(0, 4).toString()).toBe('PAR1')
  for (const format of ['csv', 'json'] as const) {
    const path = join(folder, `result.${format}`)
    await handle.call('result/export', { resultId, format, path })
    expect(readFileSync(path).equals(await write(format))).toBe(true)
  }
  // Another threshold gives other numbers.
  const path = join(folder, 'other.csv')
  const salience = { levels: 10, threshold: 5, norm: 4 }
  await handle.call('study/report', { resultId, format: 'csv', salience, path })
  expect(hashOf(readFileSync(path))).not.toBe(hashOf(await write('csv')))

  const file = join(folder, 'a.shiftlens')
  await handle.call('result/export', { resultId, format: 'shiftlens', path: file })
  const other = service()
  expect(await other.handle.call('result/import', { path: file })).toEqual({ resultId })
  const ask = { source: { resultId }, case: 2, mode: 'same' } as const
  expect(await other.handle.call('study/case', ask)).toEqual(await handle.call('study/case', ask))
})

it('says what is no study, and which jobs are none', async () => {
  const { handle, watch } = service()
  const plan = { seed: 1, nUnits: 3, unitMs: 30 }
  const { jobId } = await handle.call('concepts/start', fakeConceptsRequest(plan))
  const resultId = (await watch.until(jobId, isDone)).resultId ?? ''
  const ask = { case: 0, mode: 'own' } as const
  const message = async (source: { jobId: string } | { resultId: string }) =>
    (await failureOf(() => handle.call('study/case', { ...ask, source }))).message
  expect(await message({ jobId })).toBe(`job "${jobId}": concepts, expected a study`)
  expect(await message({ resultId })).toMatch(/concepts, expected study/)
  expect(await failureOf(() => handle.call('study/result', { jobId }))).toMatchObject({
    message: 'the result: concepts, expected study'
  })
  const path = join(temporaryFolder(), 'a.html')
  const report = { resultId, format: 'html', salience: defaultSalience, path } as const
  expect(await failureOf(() => handle.call('study/report', report))).toMatchObject({
    code: 'request/invalid'
  })
})

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
