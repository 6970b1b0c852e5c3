import { describe, expect, it } from 'vitest'
import { currentLabels } from '../../../../preload/analysis/concepts/current-labels.ts'
import type { Level, StoredLabel } from '../../../../preload/analysis/concepts/labels.ts'
import type { ConceptsRole } from '../../../../preload/analysis/concepts/record.ts'
import { compareShares } from '../../../../preload/analysis/concepts/shares.ts'
import type { ShareGroup, ShareRow } from '../../../../preload/analysis/concepts/shares.ts'
import { codedRecord, storedLabel } from '../../../helpers/coded-record.ts'

const llm = { annotator: 'llm', author: 'a model' } as const
const nConcepts = 100
const blank = Array.from({ length: nConcepts }, () => ({ level: 'cannot tell' }) as const)
const record = codedRecord({ base: [blank], tuned: [blank] })

/** The first `n` concepts' labels of one run, of which the first `count` are morphology. */
function answers(role: ConceptsRole, seed: number, count: number, n = nConcepts): StoredLabel[] {
  return Array.from({ length: n }, (_, direction) => {
    const level: Level = direction < count ? 'morphology' : 'semantics'
    return storedLabel({ layer: 0, role, direction }, { level }, { ...llm, seed })
  })
}

const compare = (labels: readonly StoredLabel[]) =>
  compareShares(record, currentLabels(record, labels, llm))
const row = (group: ShareGroup | undefined, name: string): ShareRow =>
  group!.rows.find(({ category }) => category.name === name)!
const relative = (found: number, expected: number): number => Math.abs(found / expected - 1)

describe('shares over runs of a language model', () => {
  const varied = [
    ...answers('base', 1, 12),
    ...answers('base', 2, 15),
    ...answers('base', 3, 11, 98),
    ...answers('tuned', 1, 20),
    ...answers('tuned', 2, 18, 99),
    ...answers('tuned', 3, 25)
  ]

  it('has mean, population standard deviation and the counts of each run', () => {
    const { groups, sample, seeds } = compare(varied)
    expect({ sample, seeds }).toEqual({ sample: 'runs', seeds: [1, 2, 3] })
    const { base, tuned } = row(groups[0], 'morphology')
    expect(base!.runs).toEqual([
      { count: 12, n: 100 },
      { count: 15, n: 100 },
      { count: 11, n: 98 }
    ])
    expect(base!.n).toBe(298)
    // numpy mean and std(ddof = 0) of 12/100, 15/100, 11/98 and of 20/100, 18/99, 25/100.
    expect(base!.share).toBeCloseTo(0.12741496598639457, 14)
    expect(base!.sd).toBeCloseTo(0.016280831734745708, 14)
    expect(tuned!.share).toBeCloseTo(0.2106060606060606, 14)
    expect(tuned!.sd).toBeCloseTo(0.028827723621879464, 14)
    expect(groups[0]!.base!.runs.map(({ nMissing }) => nMissing)).toEqual([0, 0, 2])
  })

  it('has concepts that a run did not label in no share, of tasks as of levels', () => {
    const { groups } = compare(answers('base', 1, 3, 10))
    expect(groups[0]!.base!.runs[0]).toMatchObject({ n: 10, nMissing: 90 })
    const shares = groups[0]!.rows.map(({ base }) => base!.runs[0]!.count)
    // Writing, math, coding, translation, none; phonology, morphology, syntax, semantics, cannot tell.
    expect(shares).toEqual([0, 0, 0, 0, 10, 0, 3, 0, 7, 0])
  })

  it("gives scipy's Welch test and Hedges' g", () => {
    const { test } = row(compare(varied).groups[0], 'morphology')
    if (test.kind !== 'tested') throw new Error(test.reason)
    expect(test.method).toBe('welch')
    // scipy 1.17.1 ttest_ind(tuned, base, equal_var = False); g as in hedges-g.test.ts.
    expect(relative(test.statistic!, 3.5535802489893507)).toBeLessThan(1e-10)
    expect(relative(test.df!, 3.1580193683685485)).toBeLessThan(1e-10)
    expect(relative(test.p, 0.03497819406179706)).toBeLessThan(1e-10)
    expect(relative(test.effect, 2.3150509812064004)).toBeLessThan(1e-10)
    // Morphology and semantics mirror each other; the three empty levels agree: five tests.
    expect(relative(test.pHolm, 5 * test.p)).toBeLessThan(1e-12)
  })

  it('calls runs equal, with p = 1 and no effect, where all of them agree', () => {
    const labels = (['base', 'tuned'] as const).flatMap((role) =>
      [1, 2, 3].flatMap((seed) => answers(role, seed, 10))
    )
    const { base, difference, test } = row(compare(labels).groups[0], 'morphology')
    expect(base).toMatchObject({ share: 0.1, sd: 0 })
    expect(difference).toBe(0)
    expect(test).toEqual({
      ...{ kind: 'tested', method: 'welch', statistic: 0, df: null },
      ...{ p: 1, pHolm: 1, effect: 0 }
    })
  })

  it('claims nothing where the runs of each model agree and the models differ', () => {
    const labels = [1, 2, 3].flatMap((seed) => [
      ...answers('base', seed, 10),
      ...answers('tuned', seed, 30)
    ])
    const { difference, test } = row(compare(labels).groups[0], 'morphology')
    expect(difference).toBeCloseTo(0.2, 14)
    expect(test).toEqual({ kind: 'untested', reason: 'no spread' })
  })

  it('tests concepts where there is only one run', () => {
    const { groups, sample } = compare([...answers('base', 1, 10), ...answers('tuned', 1, 30)])
    expect(sample).toBe('concepts')
    const { base, test } = row(groups[0], 'morphology')
    expect(base).toMatchObject({ share: 0.1, sd: null })
    expect(test).toMatchObject({ kind: 'tested', method: 'z' })
  })

  it('says that n is too small where a model has fewer than two runs, or none', () => {
    const labels = [...answers('base', 1, 10), ...answers('base', 2, 12), ...answers('tuned', 1, 9)]
    const one = row(compare(labels).groups[0], 'morphology')
    expect(one.test).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(one.tuned).toMatchObject({ share: 0.09, sd: null, n: 100 })

    const none = row(compare(labels.slice(0, 200)).groups[0], 'morphology')
    expect(none.test).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(none).toMatchObject({ tuned: { share: null, n: 0 }, difference: null })
    expect(row(compare([]).groups[0], 'morphology')).toMatchObject({
      ...{ base: { share: null, sd: null }, tuned: { share: null } },
      test: { reason: 'n too small' }
    })
  })
})
