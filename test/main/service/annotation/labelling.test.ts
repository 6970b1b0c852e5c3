/** From a stored result to its labels: the real service and worker, and a server that answers. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { startService } from '../../../../main/service/start-service.ts'
import { openStore } from '../../../../main/service/store/store.ts'
import { defaultAnnotationSettings } from '../../../../preload/analysis/concepts/annotation.ts'
import { answersWell, startFakeEndpoint } from '../../../helpers/fake-endpoint.ts'
import { JobWatch } from '../../../helpers/fake-service.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { putConcepts } from '../store/concepts-run.ts'

const key = 'sk-secret-0123456789-abcdefghij'

const programAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

it('asks a server about the concepts of a stored result, and keeps its answers and no key', async () => {
  const home = temporaryFolder()
  const store = openStore(home)
  const resultId = putConcepts(store, 'a', { nLayers: 2, dModel: 8_000 })
  store.close()
  const service = startService({
    home,
    mode: 'store',
    program: 'cli',
    serviceProgram: programAt('../../../../main/service/index.ts'),
    workerProgram: programAt('../../../../main/worker/index.ts'),
    execPath: process.execPath
  })
  onTestFinished(() => void service.kill())
  const watch = new JobWatch(service)
  const endpoint = await startFakeEndpoint(answersWell)
  const settings = {
    ...defaultAnnotationSettings,
    ...{ url: endpoint.url, model: 'fake', seeds: [1, 2], nDirections: 3, layers: [1] }
  }
  const request = { resultId, settings }
  const nRequests = 2 * 3 * 2 * 3
  const planned = await service.call('annotation/plan', request)
  expect(planned).toMatchObject({ nConcepts: 2 * 3, estimate: { nRequests, nCached: 0 } })

  const run = async () => {
    const { jobId } = await service.call('annotation/start', { ...request, key })
    return watch.until(jobId, ({ state }) => state === 'done' || state === 'failed')
  }
  expect(await run()).toMatchObject({ state: 'done', phase: '12 labels', resultId })
  expect(endpoint.requests).toHaveLength(nRequests)
  expect(new Set(endpoint.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${key}`])
  )
  const labels = await service.call('concepts/labels', { resultId })
  expect(new Set(labels.map(({ layer, role, seed }) => `${layer} ${role} ${seed}`))).toEqual(
    new Set(['1 base 1', '1 base 2', '1 tuned 1', '1 tuned 2'])
  )
  expect(labels.every(({ label }) => label !== null && label.description !== '')).toBe(true)

  // All of it is known now: nothing is sent again.
  const known = await service.call('annotation/plan', request)
  expect(known.estimate).toMatchObject({ nCached: nRequests, tokensIn: 0 })
  expect(await run()).toMatchObject({ state: 'done', phase: '12 labels' })
  expect(endpoint.requests).toHaveLength(nRequests)
  await service.close()
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
  expect(files.some((bytes) => bytes.includes(endpoint.url))).toBe(true)
  expect(files.some((bytes) => bytes.includes(key))).toBe(false)
})
