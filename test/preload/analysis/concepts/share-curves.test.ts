import { describe, expect, it } from 'vitest'
import { currentLabels } from '../../../../preload/analysis/concepts/current-labels.ts'
import { lastQuarter, shareCurves } from '../../../../preload/analysis/concepts/share-curves.ts'
import { twoProportions } from '../../../../preload/statistics/two-proportions.ts'
import {
  codedRecord,
  morphologyLayers as morphology,
  storedLabel
} from '../../../helpers/coded-record.ts'

const lexical = { annotator: 'lexical' } as const
const read = (models: Parameters<typeof codedRecord>[0]) => {
  const record = codedRecord(models)
  return [record, currentLabels(record, [], lexical)] as const
}
describe('shareCurves', () => {
  it('has the share of every analysed layer as counted, and its n', () => {
    const [record, labels] = read({
      base: morphology([1, 2, null, 4]),
      tuned: morphology([1, 3, null, 9])
    })
    const curves = shareCurves(record, labels)
    expect(curves).toHaveLength(10)
    const curve = curves.find(({ category }) => category.name === 'morphology')!
    const points = (side: typeof curve.base) => side.map(({ layer, share, n }) => [layer, share, n])
    expect(points(curve.base)).toEqual([
      [0, 0.1, 10],
      [1, 0.2, 10],
      [3, 0.4, 10]
    ])
    expect(points(curve.tuned)).toEqual([
      [0, 0.1, 10],
      [1, 0.3, 10],
      [3, 0.9, 10]
    ])
  })

  it('has no points of a model that the record does not hold', () => {
    const curves = shareCurves(...read({ base: morphology([1, 2]) }))
    expect(curves.every(({ base, tuned }) => base.length === 2 && tuned.length === 0)).toBe(true)
  })

  it('has a gap, no zero, where a run labelled nothing', () => {
    const record = codedRecord({ base: morphology([1, 2]) })
    const answer = storedLabel(
      { layer: 1, role: 'base', direction: 0 },
      { level: 'syntax' },
      { annotator: 'llm', author: 'm', seed: 1 }
    )
    const labels = currentLabels(record, [answer], { annotator: 'llm', author: 'm' })
    const { base } = shareCurves(record, labels).find(({ category }) => category.name === 'syntax')!
    expect(base.map(({ share, n }) => [share, n])).toEqual([
      [null, 0],
      [1, 1]
    ])
  })
})

describe('lastQuarter', () => {
  it('compares morphology in the last quarter with the rest, in each model and between them', () => {
    // Layers 6 and 7 of 8 are the last quarter: 20 concepts against 60.
    const found = lastQuarter(
      ...read({
        base: morphology([1, 1, 1, 1, 1, 1, 3, 3]),
        tuned: morphology([1, 1, 1, 1, 1, 1, 8, 9])
      })
    )
    expect(found.category).toEqual({ kind: 'level', name: 'morphology' })
    expect(found.from).toEqual({ base: 6, tuned: 6 })
    const [rest, base, tuned] = [
      { count: 6, n: 60 },
      { count: 6, n: 20 },
      { count: 17, n: 20 }
    ]
    const pairs = [
      ['base: rest against last quarter', rest, base],
      ['tuned: rest against last quarter', rest, tuned],
      ['rest: base against tuned', rest, rest],
      ['last quarter: base against tuned', base, tuned]
    ] as const
    expect(found.comparisons.map(({ compared }) => compared)).toEqual(pairs.map(([name]) => name))
    found.comparisons.forEach(({ first, second, difference, test }, i) => {
      const [, a, b] = pairs[i]!
      expect([first!.runs, second!.runs]).toEqual([[a], [b]])
      expect(difference).toBeCloseTo(b.count / b.n - a.count / a.n, 14)
      expect(test).toMatchObject({ kind: 'tested', p: twoProportions(a, b).p })
    })
    // By hand: (p − q) / √(π (1 − π) (1/n + 1/m)).
    const pooled = 23 / 80
    const z = (17 / 20 - 6 / 60) / Math.sqrt(pooled * (1 - pooled) * (1 / 60 + 1 / 20))
    expect(found.comparisons[1]!.test).toMatchObject({ statistic: expect.closeTo(z, 10) as number })
    // The smallest of four takes four times its p.
    const { test } = found.comparisons[1]!
    if (test.kind !== 'tested') throw new Error(test.reason)
    expect(test.pHolm / test.p).toBeCloseTo(4, 10)
  })

  it('answers for any category', () => {
    const data = read({ base: morphology([1, 2, 3, 4]), tuned: morphology([1, 2, 3, 4]) })
    const found = lastQuarter(...data, { kind: 'task', name: 'none' })
    expect(found.comparisons.every(({ first }) => first!.share === 1)).toBe(true)
  })

  it('has nothing to compare in a single model or a single layer', () => {
    const kinds = (models: Parameters<typeof codedRecord>[0]) =>
      lastQuarter(...read(models)).comparisons.map(({ test }) =>
        test.kind === 'tested' ? test.kind : test.reason
      )
    const nothing = 'nothing to compare'
    expect(kinds({ base: morphology([1, 1, 1, 5]) })).toEqual(['tested', nothing, nothing, nothing])
    expect(kinds({ base: morphology([1]), tuned: morphology([2]) })).toEqual([
      nothing,
      nothing,
      nothing,
      'tested'
    ])
  })

  it('counts only analysed layers', () => {
    const found = lastQuarter(
      ...read({
        base: morphology([null, 1, 1, 1, 1, 1, null, 3]),
        tuned: morphology([null, 1, 1, 1, 1, 1, null, 3])
      })
    )
    expect(found.comparisons[0]).toMatchObject({ first: { n: 50 }, second: { n: 10 } })
  })
})
