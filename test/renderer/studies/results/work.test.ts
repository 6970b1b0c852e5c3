import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { ablationTables } from '../../../../preload/analysis/studies/ablation-tables.ts'
import { ratingsOf } from '../../../../preload/analysis/studies/ratings.ts'
import {
  sensitivityOfFollowed,
  sensitivityOfModels
} from '../../../../preload/analysis/studies/sensitivity.ts'
import { SteppedWork } from '../../../../renderer/state/study-results-work.svelte.ts'
import {
  ablationSteps,
  followedSteps,
  sweepSteps,
  tableSteps,
  tablesKey
} from '../../../../renderer/views/studies/results/result-steps.ts'
import { sweptComparisons } from '../../../../renderer/views/studies/results/swept-comparisons.ts'
import { makeStudyRecord } from '../../../helpers/study-record.ts'

const record = makeStudyRecord({ nCases: 6, groups: ['a', 'b'], hasAblation: true })

/** Three steps that end in a name; how often any began. */
function counted() {
  let nBegun = 0
  const steps = (name: string) =>
    function* () {
      nBegun++
      for (const share of [0.25, 0.5, 0.75]) yield share
      return name
    }
  return { steps, nBegun: () => nBegun }
}

describe('work in steps', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const settle = () => vi.runAllTimersAsync()

  it('gives the window its turn between steps, and says how far it is', async () => {
    const work = new SteppedWork<string>()
    const seen: (number | null)[] = []
    work.show(record, 'a', function* () {
      for (const share of [0.25, 0.5, 0.75]) {
        yield share
        seen.push(work.fraction)
      }
      return 'first'
    })
    expect([work.value, work.fraction]).toEqual([null, 0])
    // Not in the same task, however long one waits within it.
    for (let i = 0; i < 100; i++) await Promise.resolve()
    expect([seen, work.fraction]).toEqual([[], 0])
    await settle()
    expect(seen).toEqual([0.25, 0.5, 0.75])
    expect([work.value, work.fraction]).toEqual(['first', null])
  })

  it('shows the newest, and keeps on screen what was there until it is ready', async () => {
    const work = new SteppedWork<string>()
    const { steps } = counted()
    work.show(record, 'a', steps('first'))
    await settle()
    work.show(record, 'b', steps('second'))
    await vi.advanceTimersByTimeAsync(81)
    work.show(record, 'c', steps('third'))
    expect(work.value).toBe('first')
    await settle()
    expect(work.value).toBe('third')
  })

  it('begins once for a slider that is dragged on', async () => {
    const work = new SteppedWork<string>()
    const { steps, nBegun } = counted()
    work.show(record, 'a', steps('first'))
    await settle()
    for (const key of ['b', 'c', 'd', 'e']) {
      work.show(record, key, steps(key))
      await vi.advanceTimersByTimeAsync(20)
    }
    await settle()
    expect([work.value, nBegun()]).toEqual(['e', 2])
  })

  it('works nothing out twice', async () => {
    const work = new SteppedWork<string>()
    const { steps, nBegun } = counted()
    for (const key of ['a', 'b', 'a']) {
      work.show(record, key, steps(key))
      await settle()
    }
    expect([work.value, work.isBusy, nBegun()]).toEqual(['a', false, 2])
  })

  it('lets a record that grows wait for its turn, so that a run is tabulated while it goes on', async () => {
    const work = new SteppedWork<string>()
    const { steps } = counted()
    const grown = [1, 2, 3].map(() => ({ ...record }))
    work.show(record, 'a', steps('0'))
    await vi.advanceTimersByTimeAsync(1)
    grown.forEach((next, i) => work.show(next, 'a', steps(String(i + 1))))
    await vi.advanceTimersByTimeAsync(4)
    expect(work.value).toBe('0')
    await settle()
    expect(work.value).toBe('3')
  })

  it('shows nothing of one study under another, and stops when it is told to', async () => {
    const work = new SteppedWork<string>()
    const { steps } = counted()
    work.show(record, 'a', steps('first'))
    await settle()
    const other = { ...record, dataset: { ...record.dataset, sha256: 'ab'.repeat(32) } }
    work.show(other, 'a', steps('other'))
    expect(work.value).toBeNull()
    work.stop()
    await settle()
    expect([work.value, work.isBusy]).toEqual([null, false])
  })
})

describe('the steps of a page', () => {
  function finish<Value>(steps: Generator<number, Value>): { shares: number[]; value: Value } {
    const shares: number[] = []
    for (;;) {
      const step = steps.next()
      if (step.done) return { shares, value: step.value }
      shares.push(step.value)
    }
  }
  const of = { record, mode: 'own' as const, salience: defaultSalience }

  it('end with all tables of the page, and with the whole', () => {
    const { shares, value } = finish(tableSteps(of, []))
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(value.verdicts.map(({ mode }) => mode)).toEqual(['own', 'same', 'length-matched'])
    expect(value.models!.map(({ group }) => group)).toEqual(['a', 'b', null])
    expect(value.followed.map(({ role }) => role)).toEqual(['tuned'])
    expect(value.density.map(({ role }) => role)).toEqual(['base', 'tuned'])
  })

  it('compare nothing for a single model', () => {
    const single = makeStudyRecord({ nCases: 4, roles: ['tuned'] })
    const { value } = finish(tableSteps({ ...of, record: single }, []))
    expect([value.verdicts, value.models]).toEqual([[], null])
  })

  it('sweep setting by setting to what one sweep gives, of the models and of rated cases', () => {
    const comparisons = sweptComparisons(record, 'same', [])
    expect(comparisons.map(({ id }) => id)).toEqual(['models', 'tuned'])
    const [models, rated] = comparisons.map((comparison) => finish(sweepSteps(comparison)))
    expect(models!.shares).toHaveLength(45)
    expect(models!.value.lines).toEqual(sensitivityOfModels(record, 'same'))
    const ratings = ratingsOf(record, [], 'tuned')
    expect(rated!.value.lines).toEqual(sensitivityOfFollowed(record, 'same', 'tuned', ratings))
    const [all] = comparisons[1]!.samples(defaultSalience).slice(-1)
    expect(all!.first.cases.every((index) => ratings[index] === 1)).toBe(true)
    const single = makeStudyRecord({ nCases: 4, roles: ['tuned'], rated: 'none' })
    expect(sweptComparisons(single, 'own', [])).toEqual([])
  })

  it('give AUC and comparison of the models that are rated, and none without ratings', () => {
    expect(finish(followedSteps(of, [])).value.roles.map(({ role }) => role)).toEqual(['tuned'])
    const unrated = makeStudyRecord({ nCases: 4, rated: 'none' })
    expect(finish(followedSteps({ ...of, record: unrated }, [])).value.roles).toEqual([])
  })

  it('ablate comparison by comparison to what one call gives, or not at all', () => {
    const { shares, value } = finish(ablationSteps(record))
    // Two models; two measures of two groups and all, and eight layers.
    expect(shares).toHaveLength(2 * (2 * 3 + 8))
    expect(shares.at(-1)).toBe(1)
    expect(value.tables).toEqual(ablationTables(record))
    expect(finish(ablationSteps({ ...record, ablation: null })).value.tables).toBeNull()
  })

  it('are known by all that they depend on', () => {
    const rating = { case: 0, role: 'tuned', rating: 1, createdAt: 'x' } as const
    const keys = [
      tablesKey(of, []),
      tablesKey({ ...of, mode: 'same' }, []),
      tablesKey({ ...of, salience: { ...defaultSalience, norm: 5 } }, []),
      tablesKey(of, [rating]),
      tablesKey(of, [{ ...rating, createdAt: 'y' }])
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})
