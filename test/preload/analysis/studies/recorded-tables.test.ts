import { describe, expect, it } from 'vitest'
import { datasetsOf, scoresOf } from '../../../../preload/analysis/studies/recorded-tables.ts'
import { caseOfStrength, studyOf } from './study-of.ts'

const cases = [1, 3, 5, 7, 9].map((strength) => caseOfStrength(strength))
const record = studyOf({
  groups: ['one', 'one', 'two', 'one', 'one'],
  ratings: [1, 2, null, 1, 2],
  runs: { own: { base: cases, tuned: [...cases].reverse() } }
})
const scoreOf = (strength: number): number => (strength / 10) ** 0.75 / Math.log2(3)

describe('datasetsOf', () => {
  it("has the form of the paper's figures", () => {
    const tables = datasetsOf(record)
    expect(Object.keys(tables)).toEqual(['one', 'two'])
    const { pretrained_vs_tuned: models, unfollowed_vs_followed: followed } = tables['one']!
    expect(Object.keys(models)).toEqual(['base model', 'tuned model', 'p_less'])
    expect(Object.keys(followed)).toEqual(['unfollowed', 'followed', 'p_less'])
    expect(models['base model']).toMatchObject({ n: 4 })
    expect(models['p_less']).toBe(1)
    // Of the tuned model: cases 0 and 3 with strengths 9 and 3 against 1 and 4 with 7 and 1.
    expect(followed.unfollowed.mean).toBeCloseTo((scoreOf(9) + scoreOf(3)) / 2, 8)
    expect(followed.followed.mean).toBeCloseTo((scoreOf(7) + scoreOf(1)) / 2, 8)
    expect(followed.p_less).toBeGreaterThan(0.5)
  })

  it('says why there is no p, and has no mean of nothing', () => {
    const { pretrained_vs_tuned: models, unfollowed_vs_followed: followed } =
      datasetsOf(record)['two']!
    expect(models['base model']).toMatchObject({ n: 1, sd: 0 })
    expect(models['p_less']).toBe('n too small')
    expect(followed).toEqual({
      unfollowed: { n: 0, mean: null, sd: null },
      followed: { n: 0, mean: null, sd: null },
      p_less: 'n too small'
    })
  })

  it('is one data set, called by its file, where no groups are named', () => {
    const plain = studyOf({ runs: { own: { base: cases, tuned: cases } } })
    expect(Object.keys(datasetsOf(plain))).toEqual(['small.jsonl'])
  })

  it('tells models of one name apart', () => {
    const sides = record.sides.map((side) => ({ ...side, name: 'llama' }))
    const models = datasetsOf({ ...record, sides })['one']!.pretrained_vs_tuned
    expect(Object.keys(models)).toEqual(['llama (base)', 'llama (tuned)', 'p_less'])
    expect(Object.keys(scoresOf({ ...record, sides }))[0]).toBe('llama (base)/case-0')
  })
})

describe('scoresOf', () => {
  it('gives the scored cases by model and case', () => {
    const some = studyOf({ runs: { own: { base: [...cases.slice(0, 2), 'failed'] } } })
    expect(Object.keys(scoresOf(some))).toEqual(['base model/case-0', 'base model/case-1'])
    expect(scoresOf(some)['base model/case-1']).toBeCloseTo(scoreOf(3), 8)
  })
})
