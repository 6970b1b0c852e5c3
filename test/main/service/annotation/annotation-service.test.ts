import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { AnnotationRequest } from '../../../../main/service/contract.ts'
import type { ServiceHandle } from '../../../../main/service/start-service.ts'
import { failureOf } from '../../../helpers/failure.ts'
import {
  fakeAnnotationRequest,
  fakeConceptsRequest,
  fakeRequest
} from '../../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../../helpers/fake-service.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const key = 'sk-secret-0123456789-abcdefghij'

const isDone = ({ state }: { readonly state: string }): boolean => state === 'done'

async function service(home = temporaryFolder()) {
  const handle = startFakeService(home)
  onTestFinished(() => void handle.kill())
  const changed: (string | null)[] = []
  handle.on({ 'library/changed': ({ resultId }) => void changed.push(resultId) })
  return { home, handle, watch: new JobWatch(handle), changed }
}

async function withConcepts() {
  const running = await service()
  const { handle, watch } = running
  const { jobId } = await handle.call('concepts/start', fakeConceptsRequest({ seed: 1, nUnits: 2 }))
  const { resultId } = await watch.until(jobId, isDone)
  return { ...running, resultId: resultId ?? '' }
}

/** What each label says of the key that its unit was given, and whether its answer was known. */
async function evidenceOf(handle: ServiceHandle, resultId: string) {
  const labels = await handle.call('concepts/labels', { resultId })
  return labels.map(({ label }) => label?.evidence.join(', '))
}

/** Every file below a folder, as bytes. */
function filesBelow(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }))
}

it('keeps the labels of a language model beside the result, and says what was not usable', async () => {
  const { handle, watch, changed, resultId } = await withConcepts()
  const before = await handle.call('result/open', { resultId })
  const request = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 4, nProblems: 22 })
  const { jobId } = await handle.call('annotation/start', { ...request, key })
  const done = await watch.until(jobId, isDone)
  expect(done).toMatchObject({ kind: 'annotation', resultId, fraction: 1, error: null })
  expect(done.title).toMatch(/^Labels by \{"seed":1/)
  expect(done.phase).toMatch(
    /^4 labels, 22 not usable: answer 0 was "hm"; answer 1 .*; and 2 more$/
  )
  const labels = await handle.call('concepts/labels', { resultId })
  expect(changed).toEqual([resultId, resultId])
  expect(labels.map(({ direction, annotator, seed }) => [direction, annotator, seed])).toEqual(
    [0, 1, 2, 3].map((direction) => [direction, 'llm', request.settings.seeds[0]])
  )
  expect(labels[0]?.label?.description).toMatch(/^as \w+/)
  expect(await evidenceOf(handle, resultId)).toEqual(Array(4).fill(`key of ${key.length}, asked`))
  expect(await handle.call('result/open', { resultId })).toEqual(before)
  expect(await handle.call('job/partial', { jobId })).toBeNull()
})

it('remembers answers, so that the same labelling asks nothing again', async () => {
  const { handle, watch, resultId } = await withConcepts()
  const request = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 3 })
  for (let i = 0; i < 2; i++) {
    const { jobId } = await handle.call('annotation/start', { ...request, key: null })
    await watch.until(jobId, isDone)
  }
  expect(await evidenceOf(handle, resultId)).toEqual([
    ...Array<string>(3).fill('key of null, asked'),
    ...Array<string>(3).fill('key of null, known')
  ])
})

it('holds the key in memory only: it is in no file, no status, and gone with the service', async () => {
  const { home, handle, watch, resultId } = await withConcepts()
  const plan = { seed: 1, nUnits: 5, unitMs: 5, busyUnit: 2, busyMs: 5_000 }
  const request = fakeAnnotationRequest(resultId, plan)
  const { jobId } = await handle.call('annotation/start', { ...request, key })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 2)
  const lookForKey = (folder: string): string[] =>
    filesBelow(folder)
      .filter(({ bytes }) => bytes.includes(key))
      .map(({ name }) => name)
  // The write-ahead log is among them, and it holds what the units left.
  expect(filesBelow(home).some(({ bytes }) => bytes.includes('127.0.0.1:9'))).toBe(true)
  expect(lookForKey(home)).toEqual([])
  expect(JSON.stringify([watch.all, await handle.call('job/list', null)])).not.toContain(key)
  await handle.kill()
  expect(lookForKey(home)).toEqual([])

  const later = await service(home)
  const resumable = await later.handle.call('job/list', null)
  expect(resumable[0]).toMatchObject({ jobId, state: 'interrupted', unitsDone: 2 })
  const withoutBlock = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 5 })
  const again = await later.handle.call('annotation/start', { ...withoutBlock, key })
  await later.watch.until(again.jobId, isDone)
  await later.handle.close()
  expect(lookForKey(home)).toEqual([])
})

it('goes on without the key in another service', async () => {
  const { home, handle, watch, resultId } = await withConcepts()
  const request = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 5, unitMs: 200 })
  const { jobId } = await handle.call('annotation/start', { ...request, key })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 2)
  await handle.close()
  const later = await service(home)
  await later.handle.call('job/resume', { jobId })
  await later.watch.until(jobId, isDone)
  const found = await evidenceOf(later.handle, resultId)
  expect(found).toHaveLength(5)
  expect(found.slice(0, 2)).toEqual(Array(2).fill(`key of ${key.length}, asked`))
  expect(found.slice(3)).toEqual(Array(2).fill('key of null, asked'))
})

it('keeps the key for a labelling that was paused', async () => {
  const { handle, watch, resultId } = await withConcepts()
  const request = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 4, unitMs: 100 })
  const { jobId } = await handle.call('annotation/start', { ...request, key })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 1)
  await handle.call('job/pause', { jobId })
  await watch.until(jobId, ({ state }) => state === 'paused')
  await handle.call('job/resume', { jobId })
  await watch.until(jobId, isDone)
  expect(await evidenceOf(handle, resultId)).toEqual(Array(4).fill(`key of ${key.length}, asked`))
})

it('refuses what cannot be labelled before anything is queued', async () => {
  const { handle, watch, resultId } = await withConcepts()
  const { jobId } = await handle.call('attribution/start', fakeRequest({ seed: 1, nUnits: 3 }))
  const attribution = await watch.until(jobId, isDone)
  const request = fakeAnnotationRequest(resultId, { seed: 1, nUnits: 1 })
  const { settings } = request
  const refuse = async (changed: Partial<AnnotationRequest>, message: RegExp) => {
    const asked = { ...request, ...changed, key: null }
    expect(await failureOf(() => handle.call('annotation/start', asked))).toMatchObject({
      code: 'request/invalid',
      message: expect.stringMatching(message)
    })
  }
  await refuse({ resultId: 'x' }, /not in the library/)
  await refuse({ resultId: attribution.resultId ?? '' }, /attribution, expected concepts/)
  await refuse({ settings: { ...settings, url: '' } }, /url: no address/)
  await refuse({ settings: { ...settings, url: 'http://me:secret@host/v1' } }, /url: .*password/)
  await refuse({ settings: { ...settings, layers: [7] } }, /layers: none/)
  expect(await handle.call('job/list', null)).toHaveLength(2)

  const unkept = startFakeService(temporaryFolder(), 'memory')
  onTestFinished(() => void unkept.kill())
  const refusal = await failureOf(() => unkept.call('annotation/start', { ...request, key }))
  expect(refusal.code).toBe('store/unavailable')
})
