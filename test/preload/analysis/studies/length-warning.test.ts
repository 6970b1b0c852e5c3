import { describe, expect, it } from 'vitest'
import { lengthWarning } from '../../../../preload/analysis/studies/length-warning.ts'
import { caseOfStrength, studyOf } from './study-of.ts'
import type { SmallCase } from './study-of.ts'

const ofLengths = (lengths: readonly (number | 'failed')[]): SmallCase[] =>
  lengths.map((length) => (length === 'failed' ? length : caseOfStrength(1, length)))

const warningOf = (base: readonly (number | 'failed')[], tuned: readonly (number | 'failed')[]) =>
  lengthWarning(studyOf({ runs: { own: { base: ofLengths(base), tuned: ofLengths(tuned) } } }))

describe('lengthWarning', () => {
  it('says medians and shares at the limit, over cases that both answered', () => {
    const warning = warningOf([100, 99, 98, 100, 50], [40, 100, 30, 'failed', 60])
    expect(warning).toMatchObject({
      nCases: 4,
      medianBase: 98.5,
      medianTuned: 50,
      nearLimit: 98,
      shareBase: 0.75,
      shareTuned: 0.25
    })
    expect(warning!.text).toContain('98.5 tokens in the base model and 50 in the tuned one')
    expect(warning!.text).toContain(
      "75 % of the base's and 25 % of the tuned model's have 98 or more"
    )
  })

  it('warns of shares at the limit where medians agree', () => {
    expect(warningOf([100, 100, 100, 100], [100, 100, 100, 20])).toMatchObject({
      medianBase: 100,
      medianTuned: 100,
      shareTuned: 0.75
    })
  })

  it('is silent where lengths agree', () => {
    expect(warningOf([100, 60, 40], [99, 62, 41])).toBeNull()
  })

  it('is silent without own responses of two models', () => {
    expect(warningOf(['failed'], [3])).toBeNull()
    const alone = studyOf({ runs: { own: { base: ofLengths([1, 2]) } } })
    expect(lengthWarning(alone)).toBeNull()
    const same = { base: ofLengths([9]), tuned: ofLengths([1]) }
    expect(lengthWarning(studyOf({ runs: { same } }))).toBeNull()
  })
})
