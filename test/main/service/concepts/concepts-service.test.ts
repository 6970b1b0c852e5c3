import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ConceptsLayer } from '../../../../preload/analysis/concepts/record.ts'
import { conceptsDigestOf } from '../../../helpers/concepts-digest.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { makeFakeConcepts } from '../../../helpers/fake-concepts.ts'
import { fakeConceptsRequest, fakeRequest } from '../../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../../helpers/fake-service.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

function service(mode: Parameters<typeof startFakeService>[1] = 'store', home = temporaryFolder()) {
  const handle = startFakeService(home, mode)
  onTestFinished(() => void handle.kill())
  const changed: (string | null)[] = []
  handle.on({ 'library/changed': ({ resultId }) => void changed.push(resultId) })
  const watch = new JobWatch(handle)
  const run = async (nUnits: number, seed = 1) => {
    const { jobId } = await handle.call('concepts/start', fakeConceptsRequest({ seed, nUnits }))
    const { resultId } = await watch.until(jobId, isDone)
    return { jobId, resultId: resultId ?? '' }
  }
  return { handle, watch, home, changed, run }
}

const isDone = ({ state }: { readonly state: string }): boolean => state === 'done'

/** What the fake run makes of a layer, apart from its row. */
function made(nUnits: number, layer: number): ConceptsLayer {
  return makeFakeConcepts({ nLayers: nUnits, nDirections: 5, nWords: 4 }).layer(layer)
}

it('computes layers one by one, shows those that are done, and keeps them as parts', async () => {
  const { handle, watch, changed } = service()
  const request = fakeConceptsRequest({
    seed: 1,
    nUnits: 6,
    unitMs: 20,
    busyUnit: 3,
    busyMs: 3_000
  })
  const { jobId } = await handle.call('concepts/start', request)
  const layerOf = (layer: number) =>
    handle.call('concepts/layer', { source: { jobId }, layer, withDirections: false })
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 3)
  expect(watch.last(jobId)).toMatchObject({
    kind: 'concepts',
    title: 'Concepts: base → tuned'
  })
  const partial = await handle.call('job/partial', { jobId })
  expect(partial).toMatchObject({ kind: 'concepts', jobId, record: { isPartial: true } })
  expect(await layerOf(3)).toBeNull()
  const early = await layerOf(1)
  const row = early?.sides[0]?.randomCoherence
  expect(row).toHaveLength(8)
  const plain = made(6, 1)
  expect(early).toEqual({
    ...plain,
    sides: plain.sides.map((side) => ({ ...side, randomCoherence: row }))
  })
  const word = early!.sides[0]!.topWords[0]!
  const source = { jobId }
  const hits = await handle.call('concepts/find-words', { source, words: [word] })
  expect(Math.max(...hits.map(({ layer }) => layer))).toBeLessThan(3)

  const { resultId } = await watch.until(jobId, isDone)
  expect(await layerOf(1)).toEqual(early)
  expect(changed).toEqual([resultId])
  const stored = { source: { resultId: resultId ?? '' }, layer: 1, withDirections: false }
  expect(await handle.call('concepts/layer', stored)).toEqual(early)
  const later = await handle.call('concepts/find-words', { source, words: [word] })
  expect(later.slice(0, hits.length)).toEqual(hits)
  expect(await handle.call('job/partial', { jobId })).toBeNull()
  const opened = await handle.call('result/open', { resultId: resultId ?? '' })
  expect(opened).toMatchObject({ kind: 'concepts', problems: [] })
  expect(opened.record).toEqual(await handle.call('concepts/result', { jobId }))
})

it('goes on from the layers of a run that was stopped, and tells an equal run from another', async () => {
  const { handle, watch } = service()
  const request = fakeConceptsRequest({ seed: 2, nUnits: 30, unitMs: 20 })
  expect(await handle.call('concepts/unfinished', request)).toBeNull()
  const { jobId } = await handle.call('concepts/start', request)
  await watch.until(jobId, ({ unitsDone }) => unitsDone > 3)
  await handle.call('job/cancel', { jobId })
  const { unitsDone } = await watch.until(jobId, ({ state }) => state === 'cancelled')
  expect(await handle.call('concepts/unfinished', request)).toEqual({ jobId, unitsDone })
  const others = [
    { ...request, tuned: null },
    { ...request, words: null },
    { ...request, settings: { ...request.settings, layers: [0] } }
  ]
  for (const other of others) {
    expect(await handle.call('concepts/unfinished', other)).toBeNull()
  }
  const seen = watch.all.length
  await handle.call('job/resume', { jobId })
  await watch.until(jobId, isDone)
  const afterwards = watch.all.slice(seen).map((status) => status.unitsDone)
  expect(Math.min(...afterwards)).toBeGreaterThanOrEqual(unitsDone)
  const memory = service('memory')
  const undisturbed = await memory.run(30, 2)
  expect(await conceptsDigestOf(handle, jobId)).toBe(
    await conceptsDigestOf(memory.handle, undisturbed.jobId)
  )
})

it('gives the result that is there to a second run', async () => {
  const { handle, watch, run } = service()
  const first = await run(6)
  const second = await run(6)
  expect(second.resultId).toBe(first.resultId)
  expect(watch.last(second.jobId)?.unitsDone).toBe(2)
  expect(await conceptsDigestOf(handle, second.jobId)).toBe(
    await conceptsDigestOf(handle, first.jobId)
  )
})

it('keeps layers in memory where the store is someone else’s, and says that labels need a store', async () => {
  const home = temporaryFolder()
  const owner = service('store', home)
  await owner.run(3)
  const { handle, run } = service('store-or-memory', home)
  const { jobId, resultId } = await run(4)
  for (const source of [{ jobId }, { resultId }]) {
    const request = { source, layer: 2, withDirections: false }
    expect((await handle.call('concepts/layer', request))?.layer).toBe(2)
    expect(await handle.call('concepts/find-words', { source, words: [3] })).toEqual(
      await handle.call('concepts/find-words', { source: { jobId }, words: [3] })
    )
  }
  expect((await handle.call('concepts/result', { jobId })).layers).toHaveLength(4)
  const label = { layer: 0, role: 'base', direction: 0, author: '', note: '', label: null } as const
  const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 9 } as const
  const { rows } = await handle.call('library/list', query)
  expect(rows).toHaveLength(1)
  const refused = await failureOf(() =>
    handle.call('concepts/set-label', { ...label, resultId: rows[0]!.resultId })
  )
  expect(refused.code).toBe('store/unavailable')
  // What the owner has stored is still there to look at.
  const source = { resultId: rows[0]!.resultId }
  expect(await handle.call('concepts/layer', { source, layer: 0, withDirections: false })).toEqual(
    await owner.handle.call('concepts/layer', { source, layer: 0, withDirections: false })
  )
})

it('takes labels by hand, tells of them, and carries all to another library and to JSON', async () => {
  const { handle, changed, run } = service()
  const { resultId } = await run(3)
  const rivers = { description: 'rivers', tasks: [], level: 'semantics', evidence: [] } as const
  const place = {
    resultId,
    layer: 2,
    role: 'tuned',
    direction: 1,
    author: 'Ada',
    note: ''
  } as const
  await handle.call('concepts/set-label', { ...place, label: rivers })
  await handle.call('concepts/set-label', { ...place, label: null })
  expect(changed).toEqual([resultId, resultId, resultId])
  const labels = await handle.call('concepts/labels', { resultId })
  expect(labels.map(({ label }) => label)).toEqual([rivers, null])
  const refused = await failureOf(() =>
    handle.call('concepts/set-label', { ...place, direction: 99, label: rivers })
  )
  expect(refused.code).toBe('request/invalid')

  const folder = temporaryFolder()
  const path = (format: string): string => join(folder, `result.${format}`)
  for (const format of ['shiftlens', 'json'] as const) {
    await handle.call('result/export', { resultId, format, path: path(format) })
  }
  const other = service().handle
  expect(await other.call('result/import', { path: path('shiftlens') })).toEqual({ resultId })
  expect(await other.call('concepts/labels', { resultId })).toEqual(labels)
  const request = { source: { resultId }, layer: 2, withDirections: true }
  expect(await other.call('concepts/layer', request)).toEqual(
    await handle.call('concepts/layer', request)
  )
  const json = JSON.parse(readFileSync(path('json'), 'utf8')) as { layers: unknown[] }
  expect(json.layers).toHaveLength(3)
  const csv = await failureOf(() =>
    handle.call('result/export', { resultId, format: 'csv', path: path('csv') })
  )
  expect(csv).toMatchObject({ code: 'request/invalid', message: expect.stringContaining('csv') })
})

it('tells what is of another analysis, not done or not there', async () => {
  const { handle, watch, run } = service()
  const { jobId: concepts, resultId } = await run(3)
  const { jobId } = await handle.call('attribution/start', fakeRequest({ seed: 1, nUnits: 3 }))
  const attribution = await watch.until(jobId, isDone)
  const refusalOf = async (act: () => Promise<unknown>): Promise<string> => {
    const { code, message } = await failureOf(act)
    expect(code).toBe('request/invalid')
    return message
  }
  const layer = (source: { jobId: string } | { resultId: string }, index = 0) =>
    refusalOf(() => handle.call('concepts/layer', { source, layer: index, withDirections: false }))
  expect(await layer({ jobId })).toContain('attribution, expected concepts')
  expect(await layer({ resultId: attribution.resultId ?? '' })).toContain('expected concepts')
  expect(await layer({ jobId: 'x' })).toContain('unknown')
  expect(await layer({ resultId: 'x' })).toContain('not in the library')
  expect(await layer({ resultId }, 3)).toContain('layer 3')
  expect(await refusalOf(() => handle.call('concepts/result', { jobId }))).toContain('attribution')
  expect(await refusalOf(() => handle.call('attribution/result', { jobId: concepts }))).toContain(
    'expected an attribution'
  )
  const waiting = await handle.call('concepts/start', fakeConceptsRequest({ seed: 9, nUnits: 3 }))
  expect(await refusalOf(() => handle.call('concepts/result', waiting))).toContain('expected done')
})

it('gives directions to those who ask for them, and to no others', async () => {
  const { handle, watch } = service()
  const plain = fakeConceptsRequest({ seed: 1, nUnits: 4, unitMs: 20, busyUnit: 2, busyMs: 1_500 })
  const request = { ...plain, settings: { ...plain.settings, keepDirections: true } }
  const { jobId } = await handle.call('concepts/start', request)
  const widthOf = async (withDirections: boolean) => {
    const found = await handle.call('concepts/layer', {
      source: { jobId },
      layer: 1,
      withDirections
    })
    return found?.sides.map(({ directions }) => directions?.length)
  }
  await watch.until(jobId, ({ unitsDone }) => unitsDone === 2)
  expect(await handle.call('job/partial', { jobId })).toMatchObject({ kind: 'concepts' })
  expect(await widthOf(true)).toEqual([5 * 192, 5 * 192])
  expect(await widthOf(false)).toEqual([undefined, undefined])
  await watch.until(jobId, isDone)
  expect(await widthOf(true)).toEqual([5 * 192, 5 * 192])
  expect(await widthOf(false)).toEqual([undefined, undefined])
})

it('asks the worker for questions what a run will cost', async () => {
  const { handle } = service()
  const request = { ...fakeConceptsRequest({ seed: 1, nUnits: 1 }), words: '/lists/words.tsv' }
  expect((await handle.call('concepts/plan', request)).notes).toEqual(['words of /lists/words.tsv'])
})
