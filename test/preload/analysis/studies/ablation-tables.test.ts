import { describe, expect, it } from 'vitest'
import { ablationTables } from '../../../../preload/analysis/studies/ablation-tables.ts'
import type { AblationSide, StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { caseOfStrength, studyOf } from './study-of.ts'

/** Cases 0 to 3; case 2 has two spans, case 4 was not ablated. */
const side: AblationSide = {
  role: 'tuned',
  caseOf: Int32Array.of(0, 1, 2, 2, 3),
  spanOf: Int32Array.of(0, 0, 0, 1, 0),
  nWords: Int32Array.of(2, 2, 2, 2, 2),
  nResponse: Int32Array.of(5, 10, 4, 4, 2),
  logProbability: Float64Array.of(-10, -20, -8, -8, -4),
  withoutInstruction: Float64Array.of(-20, -25, -12, -10, -7),
  withoutContext: Float64Array.of(-11, -22, -8, -9, -4),
  hiddenInstruction: Float32Array.of(0.5, 0.25, 0.5, 0.75, 1, 0.25, 0.5, 0.5, 0.75, 0.25),
  hiddenContext: Float32Array.of(0.25, 0.25, 0.125, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25),
  nLayers: 2
}

function ablated(sides: readonly AblationSide[]): StudyRecord {
  const cases = Array.from({ length: 5 }, () => caseOfStrength(1))
  return {
    ...studyOf({ groups: ['a', 'a', 'a', 'b', 'b'], runs: { own: { tuned: cases } } }),
    ablation: { method: 'remove', seed: 1, sides, maskTokens: null, leftOut: [] }
  }
}

describe('ablationTables', () => {
  const { lines, layers } = ablationTables(ablated([side]))!

  it('averages the spans of a case and compares instruction with context, group by group', () => {
    expect(lines.map(({ role, group, nSpans }) => [role, group, nSpans])).toEqual([
      ['tuned', 'a', 4],
      ['tuned', 'b', 1],
      ['tuned', null, 5]
    ])
    // Changes of log p by case: instruction −10, −5, (−4 − 2)/2, −3; context −1, −2, (0 − 1)/2, 0.
    expect(lines[0]!.total.first).toMatchObject({ n: 3, mean: -6, cases: [0, 1, 2] })
    expect(lines[2]!.total.first.mean).toBe(-5.25)
    expect(lines[2]!.total.second.mean).toBe(-0.875)
  })

  it('does the same per response token', () => {
    // −10/5, −5/10, −3/4, −3/2 and −1/5, −2/10, −½/4, 0.
    expect(lines[2]!.perToken.first.mean).toBeCloseTo(-4.75 / 4, 12)
    expect(lines[2]!.perToken.second.mean).toBeCloseTo(-0.525 / 4, 12)
  })

  it('tests one-sided whether the instruction costs more', () => {
    // scipy 1.17.1, ttest_rel([-10,-5,-3,-3], [-1,-2,-.5,0], alternative='less'): t and p.
    const { paired, permutation, holm } = lines[2]!.total
    expect(paired).toMatchObject({ kind: 'tested', df: 3 })
    expect((paired as { statistic: number }).statistic).toBeCloseTo(-2.8295822920905516, 10)
    expect((paired as { p: number }).p).toBeCloseTo(0.03310623943843233, 10)
    expect(permutation).toMatchObject({ p: 1 / 16 })
    expect(holm).toBe((paired as { p: number }).p)
    expect(lines[1]!.total).toMatchObject({ paired: { reason: 'n too small' }, holm: null })
  })

  it('compares hidden states by layer, context first, adjusted over the layers', () => {
    expect(layers.map(({ layer }) => layer)).toEqual([0, 1])
    const [first, second] = layers.map(({ comparison }) => comparison)
    expect(first!.first.mean).toBe((0.25 + 0.125 + (0.5 + 0.25) / 2 + 0.25) / 4)
    expect(first!.second.mean).toBe((0.5 + 0.5 + (1 + 0.5) / 2 + 0.75) / 4)
    const p = [first, second].map((line) => (line!.paired as { p: number }).p)
    expect(first!.holm).toBe(Math.max(2 * Math.min(p[0]!, p[1]!), p[0]!))
    expect(first!.first.cases).toEqual([0, 1, 2, 3])
  })

  it('keeps models apart', () => {
    const both = ablationTables(ablated([{ ...side, role: 'base' }, side]))!
    expect(both.lines.map(({ role }) => role)).toEqual([
      ...['base', 'base', 'base'],
      ...['tuned', 'tuned', 'tuned']
    ])
    expect(both.layers.slice(2)).toEqual(layers)
  })

  it('has a response of no tokens in the totals alone', () => {
    const empty = {
      ...side,
      nResponse: Int32Array.of(0, 10, 4, 4, 2),
      logProbability: Float64Array.of(0, -20, -8, -8, -4),
      withoutInstruction: Float64Array.of(0, -25, -12, -10, -7),
      withoutContext: Float64Array.of(0, -22, -8, -9, -4)
    }
    const all = ablationTables(ablated([empty]))!.lines[2]!
    expect([all.total.first.n, all.perToken.first.n]).toEqual([4, 3])
  })

  it('is null without an ablation', () => {
    expect(ablationTables({ ...ablated([]), ablation: null })).toBeNull()
  })
})
