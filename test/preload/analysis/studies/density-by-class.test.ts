import { describe, expect, it } from 'vitest'
import { importanceDensity } from '../../../../preload/analysis/density.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { resliceRecorded } from '../../../../preload/analysis/salient-map.ts'
import { densityByClass } from '../../../../preload/analysis/studies/density-by-class.ts'
import { mapOf, studyOf } from './study-of.ts'

const one = {
  ...mapOf([
    [10, 8, 9, 10],
    [2, 10, 8, 0],
    [9, 0, 10, 0],
    [0, 0, 0, 8]
  ]),
  special: [3]
}
const two = mapOf([
  [10, 10],
  [8, 0]
])
const three = mapOf([
  [0, 9],
  [10, 10]
])

describe('densityByClass', () => {
  const record = studyOf({ runs: { own: { base: [one, two, three, 'failed'] } } })
  const [line] = densityByClass(record, 'own', 'base', defaultSalience)

  it('averages over the tokens of a case, then over cases that have such tokens', () => {
    const [a, b, c] = [one, two, three].map((map) =>
      importanceDensity(resliceRecorded(map, defaultSalience), defaultSalience.norm)
    )
    const { instruction, context, special } = line!.classes
    expect(instruction).toMatchObject({ n: 3, cases: [0, 1, 2] })
    expect(instruction.mean).toBeCloseTo((a![0]! + b![0]! + c![0]!) / 3, 12)
    expect(context.mean).toBeCloseTo(((a![1]! + a![2]!) / 2 + b![1]! + c![1]!) / 3, 12)
    expect(special).toEqual({ n: 1, mean: a![3], sd: 0, cases: [0] })
  })

  it('asks of the same cases whether the instruction is denser', () => {
    const { comparison, classes } = line!
    expect(comparison.first.mean).toBe(classes.context.mean)
    expect(comparison.second.mean).toBe(classes.instruction.mean)
    expect(comparison.paired).toMatchObject({ kind: 'tested', df: 2 })
    const { p, statistic } = comparison.paired as { p: number; statistic: number }
    expect(Math.sign(statistic)).toBe(Math.sign(comparison.first.mean! - comparison.second.mean!))
    expect(comparison.holm).toBe(p)
  })

  it('has empty classes for a mode or model that the study lacks', () => {
    const [none] = densityByClass(record, 'same', 'base', defaultSalience)
    expect(none!.classes.context).toEqual({ n: 0, mean: null, sd: null, cases: [] })
    expect(none!.comparison.paired).toEqual({ kind: 'untested', reason: 'n too small' })
  })
})
