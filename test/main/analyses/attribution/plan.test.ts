import { beforeAll, describe, expect, it } from 'vitest'
import type { Extent } from '../../../../main/analyses/attribution/forward.ts'
import {
  batchesOf,
  batchesOfUnit,
  planAttribution,
  type AttributionPlan,
  type PlanRequest
} from '../../../../main/analyses/attribution/plan.ts'
import { openCheckpoint, type Checkpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'
import { readGolden } from '../../../helpers/goldens.ts'

const gigabyte = 2 ** 30

let small: Checkpoint
/** A config of SmolLM2-135M's size on the small checkpoint: a plan reads no weights. */
let large: Checkpoint
let dynamic: Checkpoint
beforeAll(async () => {
  small = await openCheckpoint(readGolden('llama').checkpoint)
  dynamic = await openCheckpoint(readGolden('llama-dynamic').checkpoint)
  const sizes = { nLayers: 30, dModel: 576, nHeads: 9, nKvHeads: 3, dHead: 64, dFfn: 1_536 }
  const config = { ...small.config, ...sizes, nVocab: 49_152, maxPositions: 8_192 }
  large = { ...small, config: { ...config, slidingWindow: Array<null>(30).fill(null) } }
})

function extentOf(nPrompt: number, nResponse: number): Extent {
  return { promptStart: 1, nPrompt, responseStart: 1 + nPrompt, nResponse }
}

function plan(
  checkpoint: Checkpoint,
  [nPrompt, nResponse]: readonly [number, number],
  changes: Partial<PlanRequest['settings']> & Partial<Pick<PlanRequest, 'freeBytes'>> = {},
  estimator: PlanRequest['estimator'] = 'gradient'
): AttributionPlan {
  const { freeBytes = 16 * gigabyte, ...settings } = changes
  return planAttribution({
    checkpoint,
    extent: extentOf(nPrompt, nResponse),
    settings: { direction: 'auto', memory: 'auto', target: 'probability', ...settings },
    estimator,
    freeBytes
  })
}

describe('direction', () => {
  it.each([
    [40, 300, 'forward'],
    [400, 100, 'reverse'],
    [60, 120, 'forward'],
    [10, 1, 'reverse']
  ] as const)('auto takes the cheaper for N = %i, M = %i: %s', (nPrompt, nResponse, method) => {
    const found = plan(large, [nPrompt, nResponse])
    expect(found.method).toBe(method)
    expect(found.operations).toBe(Math.min(found.operationsForward, found.operationsReverse))
  })

  it('a forced one is taken even where it costs more', () => {
    const forward = plan(large, [400, 20], { direction: 'forward' })
    const reverse = plan(large, [40, 300], { direction: 'reverse' })
    expect(forward.method).toBe('forward')
    expect(forward.operations).toBe(forward.operationsForward)
    expect(forward.operations).toBeGreaterThan(forward.operationsReverse)
    expect(reverse.method).toBe('reverse')
    expect(reverse.operations).toBe(reverse.operationsReverse)
  })

  it('leave-one-out is a method of its own, whatever the direction', () => {
    const found = plan(large, [40, 30], { direction: 'reverse' }, 'leave-one-out')
    expect(found.method).toBe('leave-one-out')
    expect(found.nUnits).toBeGreaterThan(1)
  })
})

describe('memory', () => {
  it('auto keeps all layers where they fit, else streams them', () => {
    expect(plan(large, [60, 120]).memory).toBe('resident')
    const streamed = plan(large, [60, 120], { freeBytes: 1.1 * gigabyte })
    expect(streamed.memory).toBe('streamed')
    expect(streamed.keepSaved).toBe(false)
    expect(streamed.neededBytes).toBeLessThanOrEqual(1.1 * gigabyte)
  })

  it('a forced one is taken', () => {
    expect(plan(large, [60, 120], { memory: 'streamed' }).memory).toBe('streamed')
    expect(plan(large, [60, 120], { memory: 'resident' }).memory).toBe('resident')
  })

  it('resident that does not fit says what it needs, what is free, and that streaming would do', () => {
    const error = appErrorOf(() =>
      plan(large, [60, 120], { memory: 'resident', freeBytes: 1.1 * gigabyte })
    )
    expect(error.code).toBe('engine/out-of-memory')
    expect(error.message).toMatch(/needs \d+\.\d GiB, free are 1\.1 GiB$/)
    expect(error.hint).toMatch(/^Streamed memory needs \d+\.\d GiB and would fit\.$/)
  })

  it('what does not fit even streamed says so too', () => {
    const error = appErrorOf(() => plan(large, [60, 120], { freeBytes: 0.4 * gigabyte }))
    expect(error.code).toBe('engine/out-of-memory')
    expect(error.message).toMatch(/needs \d+\.\d GiB, free are 0\.4 GiB$/)
    expect(error.hint).toMatch(/shorter/)
  })

  it('what does not fit says how long a response would, and that one does', () => {
    const freeBytes = 0.9 * gigabyte
    const error = appErrorOf(() => plan(large, [60, 4_000], { freeBytes }))
    const longest = Number(/at most (\d+) tokens/.exec(error.hint ?? '')?.[1])
    expect(longest).toBeGreaterThan(0)
    expect(plan(large, [60, longest], { freeBytes }).neededBytes).toBeLessThanOrEqual(freeBytes)
  })

  it('a plan stays within what is free', () => {
    for (const freeBytes of [1, 1.5, 2, 4, 16].map((n) => n * gigabyte)) {
      for (const lengths of [
        [60, 120],
        [400, 100],
        [2_000, 500]
      ] as const) {
        try {
          expect(plan(large, lengths, { freeBytes }).neededBytes).toBeLessThanOrEqual(freeBytes)
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'engine/out-of-memory' })
        }
      }
    }
  })

  it('long sequences run in shorter chunks and smaller batches where memory is short', () => {
    const wide = plan(large, [2_000, 500], { freeBytes: 64 * gigabyte })
    const tight = plan(large, [2_000, 500], { freeBytes: 2 * gigabyte })
    expect(tight.chunk * tight.batch).toBeLessThan(wide.chunk * wide.batch)
  })
})

describe('batches', () => {
  it.each([
    [1, 1],
    [7, 3],
    [60, 120],
    [61, 119],
    [400, 100],
    [1, 50],
    [50, 1]
  ])('cover N = %i, M = %i exactly once, over all units, whatever the memory', (N, M) => {
    for (const direction of ['forward', 'reverse'] as const) {
      for (const memory of ['resident', 'streamed'] as const) {
        for (const estimator of ['gradient', 'leave-one-out'] as const) {
          const found = plan(large, [N, M], { direction, memory }, estimator)
          const units = Array.from({ length: found.nUnits }, (_, unit) =>
            batchesOfUnit(found, extentOf(N, M), unit)
          )
          expect(units.every((batches) => batches.length > 0)).toBe(true)
          const covered = units.flat().flatMap(([from, to]) => {
            expect(to - from).toBeGreaterThan(0)
            expect(to - from).toBeLessThanOrEqual(found.batch)
            return Array.from({ length: to - from }, (_, i) => from + i)
          })
          const total = found.method === 'reverse' ? M : N
          expect(covered).toEqual(Array.from({ length: total }, (_, i) => i))
        }
      }
    }
  })

  it('are of equal size but for the last, which lacks less than one row a batch', () => {
    for (const N of [13, 60, 97, 400]) {
      const { method, batch } = plan(large, [N, 20], { direction: 'forward' })
      const sizes = batchesOf(extentOf(N, 20), method, batch).map(([from, to]) => to - from)
      expect(sizes.at(-1)).toBeGreaterThan(batch - sizes.length)
    }
  })

  it('streamed units share a reading of the weights, at least four units a model remaining', () => {
    const found = plan(large, [400, 400], { memory: 'streamed' })
    expect(found.batchesInUnit).toBeGreaterThan(1)
    expect(found.nUnits).toBeGreaterThanOrEqual(4)
  })
})

describe('context', () => {
  it('is full at max_position_embeddings, the last response token included', () => {
    expect(small.config.maxPositions).toBe(256)
    expect(plan(small, [200, 55]).nUnits).toBeGreaterThan(0)
    const error = appErrorOf(() => plan(small, [200, 56]))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('257 tokens, expected at most 256')
  })

  it('has no end for dynamic rope', () => {
    expect(dynamic.config.maxPositions).toBe(48)
    expect(plan(dynamic, [60, 40]).nUnits).toBeGreaterThan(0)
  })
})
