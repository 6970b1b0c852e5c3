import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentLabels } from '../../../../preload/analysis/concepts/current-labels.ts'
import { levels, tasks } from '../../../../preload/analysis/concepts/labels.ts'
import { compareShares } from '../../../../preload/analysis/concepts/shares.ts'
import type { ShareGroup, ShareRow } from '../../../../preload/analysis/concepts/shares.ts'
import { codedRecord } from '../../../helpers/coded-record.ts'
import type { Coded, CodedLayers } from '../../../helpers/coded-record.ts'

const lexical = { annotator: 'lexical' } as const
const compare = (models: Parameters<typeof codedRecord>[0], nGroups?: number) => {
  const record = codedRecord(models)
  return compareShares(record, currentLabels(record, [], lexical), nGroups)
}

/** Concepts of a layer from the number of each level, in the order of `levels`. */
const ofLevels = (counts: readonly number[]): Coded[] =>
  counts.flatMap((count, i) => Array.from({ length: count }, () => ({ level: levels[i]! })))

const rowsOf = (group: ShareGroup | undefined, kind: 'task' | 'level'): ShareRow[] =>
  group!.rows.filter(({ category }) => category.kind === kind)
const row = (group: ShareGroup | undefined, name: string): ShareRow =>
  group!.rows.find(({ category }) => category.name === name)!
const relative = (found: number, expected: number): number =>
  expected === 0 ? Math.abs(found) : Math.abs(found / expected - 1)

const concept: fc.Arbitrary<Coded> = fc.record({
  tasks: fc.subarray([...tasks]),
  level: fc.constantFrom(...levels)
})
const layers = (nLayers: number): fc.Arbitrary<CodedLayers> =>
  fc.array(fc.option(fc.array(concept, { minLength: 1, maxLength: 30 })), {
    minLength: nLayers,
    maxLength: nLayers
  })
const pair = fc.integer({ min: 1, max: 12 }).chain((n) => fc.tuple(layers(n), layers(n)))

describe('shares of a deterministic annotator', () => {
  it('counts every task that a concept has, none, and its one level', () => {
    const { groups, sample, seeds } = compare({
      base: [
        [
          { tasks: ['writing', 'coding'], level: 'syntax' },
          { tasks: ['coding'], level: 'semantics' },
          { level: 'cannot tell' },
          { level: 'semantics' }
        ]
      ]
    })
    expect({ sample, seeds }).toEqual({ sample: 'concepts', seeds: [null] })
    const shares = groups[0]!.rows.map(({ category, base }) => [category.name, base!.share])
    expect(shares).toEqual([
      ['writing', 0.25],
      ['math', 0],
      ['coding', 0.5],
      ['translation', 0],
      ['none', 0.5],
      ['phonology', 0],
      ['morphology', 0],
      ['syntax', 0.25],
      ['semantics', 0.5],
      ['cannot tell', 0.25]
    ])
    expect(groups[0]!.rows[0]!.base).toMatchObject({ n: 4, sd: null })
    expect(groups[0]!.base).toMatchObject({ layers: [0], nConcepts: 4 })
  })

  it('tests as scipy and statsmodels do, and adjusts all groups and levels as one family', () => {
    const { groups } = compare({
      base: [ofLevels([10, 20, 30, 35, 5]), ofLevels([2, 10, 20, 25, 3])],
      tuned: [ofLevels([12, 35, 20, 30, 3]), ofLevels([1, 30, 20, 25, 4])]
    })
    // scipy 1.17.1 fisher_exact, statsmodels 0.15.0 proportions_ztest([y, x], [m, n]),
    // multipletests(method = 'holm') over the ten p, proportion_effectsize(y / m, x / n).
    const expected = [
      ['z', 0.45198461470556844, 0.6512800661041753, 1.0, 0.06398210298605855],
      ['z', 2.375422747394687, 0.01752886126037276, 0.15775975134335485, 0.338808454777887],
      ['z', -1.6329931618554518, 0.10247043485974941, 0.8197634788779953, -0.2319842627257963],
      ['z', -0.7548513560963969, 0.4503381755082112, 1.0, -0.1068241920520907],
      ['fisher', null, 0.72093855483014, 1.0, -0.10286079052330155],
      ['fisher', null, 0.5763885785781313, 1.0, -0.14313273525601783],
      ['z', 2.7003086243366083, 0.0069275179772265065, 0.06927517977226506, 0.47704740108488775],
      ['z', -1.080123449734643, 0.28008721081149757, 1.0, -0.18376186614417667],
      ['z', -1.2729376930432892, 0.2030401524521801, 1.0, -0.21694869527594962],
      ['fisher', null, 1.0, 1.0, 0.0]
    ] as const
    const found = groups.flatMap((group) => rowsOf(group, 'level')).map(({ test }) => test)
    expect(found).toHaveLength(expected.length)
    found.forEach((test, i) => {
      const [method, statistic, p, pHolm, effect] = expected[i]!
      if (test.kind !== 'tested') throw new Error(test.reason)
      expect(test.method).toBe(method)
      if (statistic === null) expect(test.statistic).toBeNull()
      else expect(relative(test.statistic!, statistic)).toBeLessThan(1e-10)
      expect(relative(test.p, p)).toBeLessThan(1e-10)
      expect(relative(test.pHolm, pHolm)).toBeLessThan(1e-10)
      expect(relative(test.effect, effect)).toBeLessThan(1e-10)
    })
  })

  it('keeps the families of tasks, of levels and of all layers together apart', () => {
    const changed = [{ tasks: ['coding'], level: 'semantics' }] as const
    const plain = [{ level: 'semantics' }] as const
    const repeat = (coded: readonly Coded[]): Coded[] =>
      Array.from({ length: 40 }, () => coded).flat()
    const { groups, all } = compare({
      base: [repeat(plain), repeat(plain)],
      tuned: [repeat(changed), repeat(plain)]
    })
    const test = row(groups[0], 'coding').test
    const ofAll = row(all, 'coding').test
    if (test.kind !== 'tested' || ofAll.kind !== 'tested') throw new Error('untested')
    // Two of the ten tests of tasks are as small as each other: the first takes all ten times.
    expect(relative(test.pHolm, 10 * test.p)).toBeLessThan(1e-12)
    expect(relative(ofAll.pHolm, 5 * ofAll.p)).toBeLessThan(1e-12)
    for (const { test } of rowsOf(groups[0], 'level')) {
      expect(test).toMatchObject({ p: 1, pHolm: 1, effect: 0 })
    }
  })

  it('says why a group is not tested', () => {
    const one: Coded[] = [{ level: 'syntax' }]
    const two: Coded[] = [...one, ...one]
    const { groups } = compare({ base: [one, two, two], tuned: [two, two, null] })
    const reasons = groups.map((group) => row(group, 'syntax').test)
    expect(reasons).toMatchObject([
      { kind: 'untested', reason: 'n too small' },
      { kind: 'tested', p: 1, effect: 0 },
      { kind: 'untested', reason: 'nothing to compare' }
    ])
    expect(row(groups[2], 'syntax')).toMatchObject({ tuned: null, difference: null })
  })

  it('divides models of different depth into as many groups, each by its own layers', () => {
    const some = [{ level: 'syntax' }] as const
    const { groups } = compare({
      base: Array.from({ length: 6 }, () => some),
      tuned: Array.from({ length: 12 }, () => some)
    })
    expect(groups.map(({ index, base, tuned }) => [index, base!.layers, tuned!.layers])).toEqual(
      [0, 1, 2, 3, 4, 5].map((g) => [g, [g], [2 * g, 2 * g + 1]])
    )
  })

  it('leaves groups without an analysed layer out and counts the other layers', () => {
    const some: Coded[] = [{ level: 'syntax' }, { level: 'semantics' }]
    const base = Array.from({ length: 32 }, (_, l) => (l === 5 || l > 29 ? some : null))
    const { groups, all } = compare({ base, tuned: base })
    expect(groups.map(({ index, base }) => [index, base!.layers])).toEqual([
      [1, [5]],
      [7, [30, 31]]
    ])
    expect(all.base).toMatchObject({ layers: [5, 30, 31], nConcepts: 6 })
    expect(compare({ base, tuned: base }, 4).groups.map(({ index }) => index)).toEqual([0, 3])
  })

  it('has shares of a single model without tests', () => {
    const { groups, all } = compare({ tuned: [[{ level: 'syntax' }, { level: 'semantics' }]] })
    expect(groups[0]!.base).toBeNull()
    expect(row(groups[0], 'syntax')).toMatchObject({
      base: null,
      tuned: { share: 0.5, n: 2 },
      test: { kind: 'untested', reason: 'nothing to compare' }
    })
    expect(row(all, 'syntax').tuned!.share).toBe(0.5)
  })

  it('has shares of the levels that sum to 1, tasks that reach none, and no NaN', () => {
    fc.assert(
      fc.property(pair, ([base, tuned]) => {
        const { groups, all } = compare({ base, tuned })
        for (const group of [...groups, all]) {
          for (const role of ['base', 'tuned'] as const) {
            if (group[role] === null) continue
            const sum = rowsOf(group, 'level').reduce((sum, of) => sum + of[role]!.share!, 0)
            expect(sum).toBeCloseTo(1, 12)
            const none = row(group, 'none')[role]!.share!
            for (const task of tasks) {
              expect(row(group, task)[role]!.share! + none).toBeLessThanOrEqual(1 + 1e-12)
            }
          }
        }
        JSON.stringify({ groups, all }, (_, value: unknown) => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          return value
        })
      })
    )
  })

  it('does not depend on the order of concepts in a layer', () => {
    fc.assert(
      fc.property(pair, ([base, tuned]) => {
        const turned = base.map((layer) => layer && [...layer].reverse())
        expect(compare({ base: turned, tuned })).toEqual(compare({ base, tuned }))
      })
    )
  })

  it('turns effects around and keeps p when base and tuned are swapped', () => {
    fc.assert(
      fc.property(pair, ([base, tuned]) => {
        const there = compare({ base, tuned }).groups.flatMap(({ rows }) => rows)
        const back = compare({ base: tuned, tuned: base }).groups.flatMap(({ rows }) => rows)
        there.forEach(({ difference, test }, i) => {
          const other = back[i]!
          expect(other.test.kind).toBe(test.kind)
          if (difference !== null) expect(other.difference!).toBeCloseTo(-difference, 12)
          if (test.kind !== 'tested' || other.test.kind !== 'tested') return
          expect(other.test.p).toBeCloseTo(test.p, 9)
          expect(other.test.pHolm).toBeCloseTo(test.pHolm, 7)
          expect(other.test.effect).toBeCloseTo(-test.effect, 12)
        })
      })
    )
  })
})
