import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ServiceHandle } from '../../../../main/service/start-service.ts'
import type { PartSource } from '../../../../preload/data.ts'
import { exactPairs } from '../../../helpers/exact-pairs.ts'
import { failureOf } from '../../../helpers/failure.ts'
import { makeFakeHeads } from '../../../helpers/fake-heads.ts'
import {
  fakeAttentionRequest,
  fakeConceptsRequest,
  fakeHeadsRequest,
  type FakePlan
} from '../../../helpers/fake-job.ts'
import { JobWatch, startFakeService } from '../../../helpers/fake-service.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** The calls of each analysis, and what the fake run makes. */
const analyses = {
  heads: {
    title: 'Heads: base → tuned',
    start: (handle: ServiceHandle, plan: FakePlan) =>
      handle.call('heads/start', fakeHeadsRequest(plan)),
    layer: (handle: ServiceHandle, source: PartSource, layer: number) =>
      handle.call('heads/layer', { source, layer }),
    made: (nLayers: number, layer: number) =>
      makeFakeHeads({ nLayers, nHeads: 2, nRelations: 9 }).layer(layer),
    csv: /of heads has no table/
  },
  attention: {
    title: 'Attention: {"seed":1,',
    start: (handle: ServiceHandle, plan: FakePlan) =>
      handle.call('attention/start', fakeAttentionRequest(plan)),
    layer: (handle: ServiceHandle, source: PartSource, layer: number) =>
      handle.call('attention/layer', { source, layer }),
    made: (nLayers: number, layer: number) =>
      makeFakeHeads({ nLayers, nHeads: 2 }).attentionLayer(layer),
    csv: /of attention has no table/
  }
} as const

function service(mode: Parameters<typeof startFakeService>[1] = 'store', home = temporaryFolder()) {
  const handle = startFakeService(home, mode)
  onTestFinished(() => void handle.kill())
  return { handle, watch: new JobWatch(handle), home }
}

const isDone = ({ state }: { readonly state: string }): boolean => state === 'done'

describe.each(['heads', 'attention'] as const)('%s', (kind) => {
  const { start, layer, made, title, csv } = analyses[kind]

  /** SHA-256 over all layers of a job, which a lost or doubled unit changes. */
  async function digestOf(handle: ServiceHandle, jobId: string, nLayers: number): Promise<string> {
    const hash = createHash('sha256')
    for (let index = 0; index < nLayers; index++) {
      const found = await layer(handle, { jobId }, index)
      hash.update(JSON.stringify(found, (_, value: unknown) => plain(value)))
    }
    return hash.digest('hex')
  }

  it('is computed layer by layer, shown as far as it is done, and kept', async () => {
    const { handle, watch } = service()
    const plan = { seed: 1, nUnits: 6, unitMs: 20, busyUnit: 3, busyMs: 3_000 }
    const { jobId } = await start(handle, plan)
    await watch.until(jobId, ({ unitsDone }) => unitsDone === 3)
    expect(watch.last(jobId)?.kind).toBe(kind)
    expect(watch.last(jobId)?.title).toContain(title)
    // Asked twice: the second time from what was read.
    const partials = [0, 1].map(() => handle.call('job/partial', { jobId }))
    for (const partial of await Promise.all(partials)) {
      expect(partial).toMatchObject({
        ...{ kind, jobId },
        record: { isPartial: true, layers: [0, 1, 2] }
      })
    }
    expect(await layer(handle, { jobId }, 3)).toBeNull()
    const early = await layer(handle, { jobId }, 1)
    expect(early).toMatchObject(made(6, 1))

    const { resultId } = await watch.until(jobId, isDone)
    const source = { resultId: resultId ?? '' }
    expect(await layer(handle, { jobId }, 1)).toEqual(early)
    expect(await layer(handle, source, 1)).toEqual(early)
    expect((await layer(handle, source, 4))?.layer).toBe(4)
    expect(await handle.call('job/partial', { jobId })).toBeNull()
    const opened = await handle.call('result/open', source)
    expect(opened).toMatchObject({ kind, problems: [], record: { layers: [0, 1, 2, 3, 4, 5] } })
  })

  it('goes on from the layers of a run that was stopped, to the same bytes', async () => {
    const { handle, watch } = service()
    const { jobId } = await start(handle, { seed: 2, nUnits: 20, unitMs: 20 })
    await watch.until(jobId, ({ unitsDone }) => unitsDone > 3)
    await handle.call('job/cancel', { jobId })
    const { unitsDone } = await watch.until(jobId, ({ state }) => state === 'cancelled')
    const seen = watch.all.length
    await handle.call('job/resume', { jobId })
    await watch.until(jobId, isDone)
    const afterwards = watch.all.slice(seen).map((status) => status.unitsDone)
    expect(Math.min(...afterwards)).toBeGreaterThanOrEqual(unitsDone)
    const memory = service('memory')
    const undisturbed = await start(memory.handle, { seed: 2, nUnits: 20 })
    const { resultId } = await memory.watch.until(undisturbed.jobId, isDone)
    expect(await digestOf(handle, jobId, 20)).toBe(
      await digestOf(memory.handle, undisturbed.jobId, 20)
    )
    // In memory its layers are read by the result as well.
    const source = { resultId: resultId ?? '' }
    expect(await layer(memory.handle, source, 7)).toEqual(await layer(handle, { jobId }, 7))
  })

  it('is written for other libraries and as JSON, not as a table', async () => {
    const { handle, watch } = service()
    const { jobId } = await start(handle, { seed: 1, nUnits: 3 })
    const resultId = (await watch.until(jobId, isDone)).resultId ?? ''
    const folder = temporaryFolder()
    const path = (format: string): string => join(folder, `result.${format}`)
    for (const format of ['shiftlens', 'json'] as const) {
      await handle.call('result/export', { resultId, format, path: path(format) })
    }
    const other = service().handle
    expect(await other.call('result/import', { path: path('shiftlens') })).toEqual({ resultId })
    expect(await layer(other, { resultId }, 2)).toEqual(await layer(handle, { resultId }, 2))
    const json = JSON.parse(readFileSync(path('json'), 'utf8')) as Record<string, unknown>
    expect(json['schema']).toBe(`shiftlens/${kind}`)
    // Two heads in three layers, of each model.
    expect(json['heads']).toHaveLength(kind === 'heads' ? 6 : 12)
    const refused = await failureOf(() =>
      handle.call('result/export', { resultId, format: 'csv', path: path('csv') })
    )
    expect(refused).toMatchObject({ code: 'request/invalid' })
    expect(refused.hint).toMatch(csv)
  })

  it('is told from other analyses and from what is not there, and takes no labels', async () => {
    const { handle, watch } = service()
    const { jobId } = await start(handle, { seed: 1, nUnits: 3 })
    const resultId = (await watch.until(jobId, isDone)).resultId ?? ''
    const refusalOf = async (act: () => Promise<unknown>): Promise<string> => {
      const { code, message } = await failureOf(act)
      expect(code).toBe('request/invalid')
      return message
    }
    const { jobId: concepts } = await handle.call(
      'concepts/start',
      fakeConceptsRequest({ seed: 1, nUnits: 3 })
    )
    const stored = (await watch.until(concepts, isDone)).resultId ?? ''
    const layerOf = (source: PartSource, index = 0) => refusalOf(() => layer(handle, source, index))
    expect(await layerOf({ jobId: concepts })).toContain(`concepts, expected ${kind}`)
    expect(await layerOf({ resultId: stored })).toContain(`concepts, expected ${kind}`)
    expect(await layerOf({ jobId: 'x' })).toContain('unknown')
    expect(await layerOf({ resultId: 'x' })).toContain('not in the library')
    expect(await layerOf({ resultId }, 3)).toContain('layer 3')
    const request = { source: { resultId }, layer: 0, withDirections: false }
    expect(await refusalOf(() => handle.call('concepts/layer', request))).toContain(
      `${kind}, expected concepts`
    )
    expect(await refusalOf(() => handle.call('concepts/result', { jobId }))).toContain(
      `${kind}, expected concepts`
    )
    const place = { layer: 0, role: 'base', direction: 0, author: '', note: '' } as const
    expect(
      await refusalOf(() => handle.call('concepts/set-label', { resultId, ...place, label: null }))
    ).toContain(`${kind}, expected concepts`)
  })
})

/** Typed arrays as lists, which JSON tells apart by their numbers. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value
}

it('gives the record of heads that are done, and says what is not', async () => {
  const { handle, watch } = service()
  const { jobId } = await handle.call('heads/start', fakeHeadsRequest({ seed: 1, nUnits: 4 }))
  await watch.until(jobId, isDone)
  const fake = makeFakeHeads({ nLayers: 4, nHeads: 2, nRelations: 9 })
  const layers = [0, 1, 2, 3].map((index) => fake.layer(index))
  expect(await handle.call('heads/result', { jobId })).toEqual(exactPairs(fake.record(), layers))
  const waiting = await handle.call(
    'heads/start',
    fakeHeadsRequest({ seed: 9, nUnits: 3, unitMs: 500 })
  )
  const refused = await failureOf(() => handle.call('heads/result', waiting))
  expect(refused.message).toContain('expected done')
})

it('finds the stopped run of the very same request for heads', async () => {
  const { handle, watch } = service()
  const request = fakeHeadsRequest({ seed: 3, nUnits: 30, unitMs: 20 })
  const { jobId } = await handle.call('heads/start', request)
  await watch.until(jobId, ({ unitsDone }) => unitsDone > 2)
  await handle.call('job/cancel', { jobId })
  const { unitsDone } = await watch.until(jobId, ({ state }) => state === 'cancelled')
  expect(await handle.call('heads/unfinished', request)).toEqual({ jobId, unitsDone })
  for (const other of [
    { ...request, similarity: '/lists/glove.txt' },
    { ...request, words: null },
    { ...request, settings: { ...request.settings, nTop: 50 } }
  ]) {
    expect(await handle.call('heads/unfinished', other)).toBeNull()
  }
})

it('asks the worker for questions what a run of heads will cost', async () => {
  const { handle } = service()
  const plain = fakeHeadsRequest({ seed: 1, nUnits: 1 })
  const request = { ...plain, similarity: '/lists/glove.txt' }
  const plan = await handle.call('heads/plan', request)
  expect(plan).toMatchObject({ nHeads: 3, notes: ['similarities of /lists/glove.txt'] })
})
