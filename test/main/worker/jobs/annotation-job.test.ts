import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../../main/analyses/labels/llm/clock.ts'
import type { Clock } from '../../../../main/analyses/labels/llm/clock.ts'
import type { UnitResult } from '../../../../main/worker/contract.ts'
import type { UnitContext } from '../../../../main/worker/job.ts'
import { AnnotationJob } from '../../../../main/worker/jobs/annotation-job.ts'
import { defaultAnnotationSettings } from '../../../../preload/analysis/concepts/annotation.ts'
import type { AnnotationSettings } from '../../../../preload/analysis/concepts/annotation.ts'
import type { ConceptsRecord } from '../../../../preload/analysis/concepts/record.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { FakeClock } from '../../../helpers/fake-clock.ts'
import { idleContext } from '../../../helpers/idle-needs.ts'
import {
  answersWell,
  closedPort,
  hangs,
  questionOf,
  says,
  sends,
  startFakeEndpoint
} from '../../../helpers/fake-endpoint.ts'
import { MapCache } from '../../analyses/labels/llm/map-cache.ts'
import { conceptsLayer, conceptsRecord } from '../../analyses/labels/llm/small-concepts.ts'

const key = 'sk-very-secret-0123456789'

function settingsFor(url: string, changed: Partial<AnnotationSettings> = {}): AnnotationSettings {
  return {
    ...defaultAnnotationSettings,
    url,
    model: 'm',
    seeds: [1, 2],
    nRetries: 0,
    nDirections: 12,
    layers: [1],
    ...changed
  }
}

interface Run {
  readonly answers?: MapCache
  readonly done?: Map<string, UnitResult>
  readonly signal?: AbortSignal
  readonly goesOn?: (unitId: string) => boolean
  readonly clock?: Clock
}

/** A job in a fresh process' state; results of units go through text, as they do in the store. */
async function runJob(settings: AnnotationSettings, run: Run = {}) {
  const { answers = new MapCache(), done = new Map<string, UnitResult>() } = run
  const fractions: number[] = []
  const reads: string[] = []
  const context: UnitContext = {
    ...idleContext,
    signal: run.signal ?? new AbortController().signal,
    report: (fraction) => void fractions.push(fraction),
    readConcepts: async (resultId) => {
      reads.push(resultId)
      // Only these two fields are of interest to a labelling.
      return conceptsRecord() as ConceptsRecord
    },
    readConceptsLayer: async (resultId, layer) => {
      reads.push(`${resultId}/layer/${layer}`)
      return conceptsLayer(layer)
    },
    lookUpAnswer: (hash) => answers.lookup(hash),
    rememberAnswer: (hash, answer) => answers.remember(hash, answer),
    endpointKey: async () => key
  }
  const job = new AnnotationJob({ resultId: 'r1', settings }, run.clock ?? new FakeClock())
  const shares: number[] = []
  for (let unit = job.next(done); unit; unit = job.next(done)) {
    if (run.goesOn?.(unit.unitId) === false) return { done, result: null, fractions, reads, shares }
    const { values } = await job.run(unit, done, context)
    done.set(unit.unitId, {
      values: JSON.parse(JSON.stringify(values)) as UnitResult['values'],
      arrays: {}
    })
    shares.push(job.progress(done).fraction)
  }
  await job.close()
  return { done, result: job.finish(done), fractions, reads, shares }
}

function annotationOf({ result }: Awaited<ReturnType<typeof runJob>>) {
  if (result?.kind !== 'annotation') throw new Error('the job did not end')
  return result
}

/** Where every socket of this process went to while the test ran. */
function watchSockets(): { readonly addresses: () => string[] } {
  const sockets: Socket[] = []
  const seen = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket }
    socket.on('connect', () => addresses.push(`${socket.remoteAddress}:${socket.remotePort}`))
    sockets.push(socket)
  }
  const addresses: string[] = []
  subscribe('net.client.socket', seen)
  onTestFinished(() => void unsubscribe('net.client.socket', seen))
  return { addresses: () => addresses }
}

describe('a labelling', () => {
  it('labels the leading concepts of each model with each seed', async () => {
    const server = await startFakeEndpoint(answersWell)
    const run = await runJob(settingsFor(server.url))
    const { resultId, labels, problems } = annotationOf(run)
    expect(resultId).toBe('r1')
    expect(problems).toEqual([])
    expect(labels).toHaveLength(2 * 2 * 12)
    expect(new Set(labels.map((l) => `${l.role} ${l.direction} ${l.seed}`)).size).toBe(48)
    expect(labels[13]).toEqual({
      layer: 1,
      role: 'base',
      direction: 1,
      annotator: 'llm',
      author: `m at ${server.url}`,
      seed: 2,
      label: {
        description: 'words about cooking 2',
        tasks: ['writing'],
        level: 'semantics',
        evidence: ['leading words shown: 4; described at temperature 0.7']
      },
      note: '',
      createdAt: '2026-01-01T00:00:00.000Z'
    })
    expect(server.requests).toHaveLength(48 * 3)
  })

  it('asks in the order of layers, models, seeds and concepts, the same every time', async () => {
    const asked = async () => {
      const server = await startFakeEndpoint(answersWell)
      const run = await runJob(settingsFor(server.url, { layers: null, nDirections: 2 }))
      const order = server.requests.filter((seen) => questionOf(seen) === 'description')
      const places = order.map(({ body }) => {
        return `${/"([^"]*)-0"/.exec(body.messages[1]?.content ?? '')?.[1]} ${body.seed}`
      })
      const labels = annotationOf(run).labels.map((label) => ({ ...label, author: '' }))
      return { places, labels, bodies: server.requests.map(({ body }) => body) }
    }
    const first = await asked()
    expect(first.places.slice(0, 9)).toEqual([
      '0-base-0 1',
      '0-base-1 1',
      '0-base-0 2',
      '0-base-1 2',
      '0-tuned-0 1',
      '0-tuned-1 1',
      '0-tuned-0 2',
      '0-tuned-1 2',
      '1-base-0 1'
    ])
    expect(await asked()).toEqual(first)
  })

  it('reads the record once and each layer once', async () => {
    const server = await startFakeEndpoint(answersWell)
    const { reads } = await runJob(settingsFor(server.url, { layers: null, nDirections: 1 }))
    expect(reads).toEqual(['r1', 'r1/layer/0', 'r1/layer/1'])
  })

  it('tells how far it is, up to the whole', async () => {
    const server = await startFakeEndpoint(answersWell)
    const { shares, fractions } = await runJob(settingsFor(server.url))
    expect(shares).toHaveLength(1 + 8)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    expect(fractions.at(-1)).toBe(1)
  })

  it('sends its key to the endpoint, sends nothing anywhere else, and keeps no key', async () => {
    const sockets = watchSockets()
    const server = await startFakeEndpoint((_index, seen) =>
      questionOf(seen) === 'description'
        ? says(JSON.stringify({ description: `leaked ${key}` }))
        : answersWell(0, seen)
    )
    const answers = new MapCache()
    const run = await runJob(settingsFor(server.url, { nDirections: 2 }), { answers })
    expect(server.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(
      true
    )
    expect(new Set(sockets.addresses())).toEqual(new Set([`127.0.0.1:${server.port}`]))
    expect(sockets.addresses()).toHaveLength(server.requests.length)
    expect(annotationOf(run).labels[0]?.label?.description).toBe('leaked [key]')
    const kept = JSON.stringify([run.result, [...run.done], [...answers.entries]])
    expect(kept).not.toContain(key)
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain(key)
  })
})

describe('a labelling that was stopped', () => {
  it('goes on from its units, asks nothing twice, and ends with the same labels', async () => {
    const server = await startFakeEndpoint(answersWell)
    const settings = settingsFor(server.url)
    const whole = annotationOf(await runJob(settings))
    const nRequests = server.requests.length
    const { done } = await runJob(settings, {
      goesOn: (unitId) => unitId !== 'layer/1/tuned/seed/1/0-9'
    })
    expect(done.size).toBe(1 + 4)
    expect(annotationOf(await runJob(settings, { done }))).toEqual(whole)
    expect(server.requests).toHaveLength(2 * nRequests)
  })

  it('keeps the answers of the unit that it was stopped in', async () => {
    const controller = new AbortController()
    const server = await startFakeEndpoint((index, seen) => {
      if (index !== 7) return answersWell(index, seen)
      setTimeout(() => controller.abort(), 20)
      return hangs
    })
    const answers = new MapCache()
    const settings = settingsFor(server.url, { nDirections: 4, seeds: [1] })
    const stopped = runJob(settings, { answers, signal: controller.signal, clock: systemClock })
    await expect(stopped).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(answers.entries.size).toBe(7)
    await runJob(settings, { answers })
    expect(server.requests).toHaveLength(2 * 4 * 3 + 1)
  })

  it('stops within 100 ms', async () => {
    const server = await startFakeEndpoint(() => hangs)
    const controller = new AbortController()
    const arrived = server.nextRequest()
    const stopped = runJob(settingsFor(server.url), {
      signal: controller.signal,
      clock: systemClock
    }).catch((thrown: unknown) => thrown)
    await arrived
    const startedMs = performance.now()
    controller.abort()
    expect(await stopped).toMatchObject({ code: 'job/cancelled' })
    expect(performance.now() - startedMs).toBeLessThan(100)
  })
})

describe('a model or server that fails', () => {
  it('at some concepts only leaves those without a label, and says which', async () => {
    const server = await startFakeEndpoint((index, seen) =>
      seen.body.messages[1]?.content.includes('1-tuned-3-0')
        ? sends(400, '{"error":"too long"}')
        : answersWell(index, seen)
    )
    const { labels, problems } = annotationOf(await runJob(settingsFor(server.url)))
    expect(labels).toHaveLength(46)
    expect(problems).toEqual([
      'layer 1, tuned, concept 4, seed 1: description: status 400, "too long"',
      'layer 1, tuned, concept 4, seed 2: description: status 400, "too long"'
    ])
  })

  it('goes on past the same concept when it is resumed there', async () => {
    const server = await startFakeEndpoint((index, seen) =>
      seen.body.messages[1]?.content.includes('1-tuned-0-0')
        ? sends(400, '{"error":"too long"}')
        : answersWell(index, seen)
    )
    const settings = settingsFor(server.url, { seeds: [1] })
    const { done } = await runJob(settings, {
      goesOn: (unitId) => unitId !== 'layer/1/tuned/seed/1/0-9'
    })
    expect(annotationOf(await runJob(settings, { done })).labels).toHaveLength(23)
  })

  it('at each of the first concepts ends the run before it costs more', async () => {
    const server = await startFakeEndpoint(() => says('I would say: cooking.'))
    const failed = runJob(settingsFor(server.url))
    await expect(failed).rejects.toMatchObject({
      code: 'endpoint/refused',
      message: expect.stringMatching(/^m: none of the first 10 concepts .*I would say/)
    })
    expect(server.requests).toHaveLength(2 * 10)
  })

  it('by not being there ends the run', async () => {
    const settings = settingsFor(`http://127.0.0.1:${await closedPort()}/v1`)
    await expect(runJob(settings)).rejects.toMatchObject({ code: 'endpoint/unreachable' })
  })

  it('at very many concepts has its first problems listed, and the others counted', async () => {
    const settings = settingsFor('http://127.0.0.1:1')
    const plan = { values: { groups: [{ layer: 1, role: 'base', nDirections: 10 }] }, arrays: {} }
    const problems = Array.from({ length: 150 }, (_, i) => `problem ${i}`)
    const unit = { values: { labels: [], problems, tally: {} }, arrays: {} }
    const done = new Map<string, UnitResult>([
      ['plan', plan],
      ['layer/1/base/seed/1/0-9', unit],
      ['layer/1/base/seed/2/0-9', unit]
    ])
    const listed = annotationOf(await runJob(settings, { done })).problems
    expect(listed).toHaveLength(201)
    expect(listed.at(-1)).toBe('and 100 more of this kind')
  })
})

describe('a labelling is refused', () => {
  it.each([
    ['without an address', { url: '' }, /no address/],
    ['with a password in the address', { url: 'http://a:b@127.0.0.1' }, /user name or password/],
    ['without a model', { model: ' ' }, /model: empty/]
  ])('%s', (_name, changed, message) => {
    const settings = settingsFor('http://127.0.0.1:1', changed)
    const error = appErrorOf(() => new AnnotationJob({ resultId: 'r1', settings }))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toMatch(message)
  })

  it('where the result has none of the layers', async () => {
    const server = await startFakeEndpoint(answersWell)
    await expect(runJob(settingsFor(server.url, { layers: [9] }))).rejects.toMatchObject({
      code: 'request/invalid'
    })
    expect(server.nConnections).toBe(0)
  })
})
