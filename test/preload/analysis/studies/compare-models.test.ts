import { describe, expect, it } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { caseGroups } from '../../../../preload/analysis/studies/case-groups.ts'
import {
  compareAllCases,
  compareModels
} from '../../../../preload/analysis/studies/compare-models.ts'
import { caseOfStrength, studyOf } from './study-of.ts'
import type { SmallCase } from './study-of.ts'

const strengths = (
  values: readonly (number | 'failed' | 'not yet')[],
  nColumns = 10
): SmallCase[] =>
  values.map((value) => (typeof value === 'string' ? value : caseOfStrength(value, nColumns)))

const models = (base: SmallCase[], tuned: SmallCase[], groups?: readonly string[]) =>
  studyOf({ runs: { own: { base, tuned } }, ...(groups && { groups }) })

/** Density (strength / 10)^¾ over log2(3). */
const scoreOf = (strength: number): number => (strength / 10) ** 0.75 / Math.log2(3)

describe('compareModels', () => {
  it('compares by group, then all together, with the cases behind every sample', () => {
    const record = models(strengths([1, 2, 3, 4, 5, 6]), strengths([3, 4, 6, 5, 7, 9]), [
      'a',
      'b',
      'a',
      'b',
      'a',
      'b'
    ])
    const lines = compareModels(record, 'own', defaultSalience)
    expect(lines.map(({ group }) => group)).toEqual(['a', 'b', null])
    const [a, b, all] = lines
    expect(a!.first.cases).toEqual([0, 2, 4])
    expect(b!.second).toMatchObject({ n: 3, cases: [1, 3, 5] })
    expect(all!.first.cases).toEqual([0, 1, 2, 3, 4, 5])
    const mean = (scoreOf(1) + scoreOf(3) + scoreOf(5)) / 3
    expect(a!.first.mean).toBeCloseTo(mean, 8)
    expect(all!.hedgesG).toBeGreaterThan(0)
    const p = lines.map(({ welch }) => (welch as { p: number }).p)
    expect(a!.holm).toBe(Math.max(Math.min(p[0]!, p[1]!) * 2, p[0]!))
    expect(all!.holm).toBe(p[2])
    expect(compareAllCases(record, 'own', defaultSalience)).toEqual(all)
  })

  it('gives p = 1 and d = 0 where both models are the same', () => {
    const cases = strengths([2, 4, 6, 8])
    const [line] = compareModels(models(cases, cases), 'own', defaultSalience)
    for (const test of [line!.welch, line!.paired!, line!.permutation]) {
      expect(test).toMatchObject({ kind: 'tested', p: 1 })
    }
    expect(line).toMatchObject({ cohensD: 0, hedgesG: 0, interval: [0, 0] })
  })

  it('pairs what both have where cases failed or are not done', () => {
    const record = models(strengths([1, 2, 'failed', 4, 5]), strengths([3, 4, 5, 'not yet', 9]))
    const [line] = compareModels(record, 'own', defaultSalience)
    expect(line!.first.cases).toEqual([0, 1, 3, 4])
    expect(line!.second.cases).toEqual([0, 1, 2, 4])
    expect(line!.paired).toMatchObject({ df: 2 })
  })

  it('says "n too small" for groups of one or none, and of one model', () => {
    const tooSmall = { kind: 'untested', reason: 'n too small' }
    const record = models(strengths([1, 'failed']), strengths([2, 3]), ['a', 'b'])
    for (const line of compareModels(record, 'own', defaultSalience)) {
      expect(line).toMatchObject({ welch: tooSmall, paired: tooSmall, permutation: tooSmall })
      expect(line).toMatchObject({ cohensD: null, hedgesG: null, interval: null, holm: null })
    }
    const alone = studyOf({ runs: { own: { base: strengths([1, 2, 3]) } } })
    expect(compareModels(alone, 'own', defaultSalience)[0]).toMatchObject({
      first: { n: 3 },
      second: { n: 0, mean: null },
      welch: tooSmall
    })
  })

  it('takes whole pairs of 5 tokens or more length-matched, and at least 3 of them', () => {
    const study = (base: SmallCase[], tuned: SmallCase[]) =>
      compareModels(
        studyOf({ runs: { 'length-matched': { base, tuned } } }),
        'length-matched',
        defaultSalience
      )[0]!
    const four = strengths([1], 4)
    const three = study(
      [...strengths([1, 2, 3]), ...four, 'failed'],
      [...strengths([4, 5, 7]), ...four, ...strengths([9])]
    )
    expect(three.first.cases).toEqual([0, 1, 2])
    expect(three.second.cases).toEqual([0, 1, 2])
    expect(three.welch.kind).toBe('tested')
    const two = study([...strengths([1, 2]), ...four], [...strengths([4, 6]), ...four])
    const tooSmall = { kind: 'untested', reason: 'n too small' }
    expect(two).toMatchObject({ welch: tooSmall, paired: tooSmall, permutation: tooSmall })
    expect(two).toMatchObject({ first: { n: 2 }, hedgesG: null, interval: null })
  })
})

describe('caseGroups', () => {
  const groupsOf = (...groups: string[]) => caseGroups(groups.map((group) => ({ group })))

  it('is one line where no group is named', () => {
    expect(groupsOf('', '')).toEqual([{ group: null, cases: [0, 1] }])
    expect(groupsOf()).toEqual([{ group: null, cases: [] }])
  })

  it('keeps the order of appearance, and cases without a group beside those with one', () => {
    expect(groupsOf('b', '', 'a', 'b')).toEqual([
      { group: 'b', cases: [0, 3] },
      { group: '', cases: [1] },
      { group: 'a', cases: [2] },
      { group: null, cases: [0, 1, 2, 3] }
    ])
  })
})
