import { describe, expect, it } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import type { StudyMode } from '../../../../preload/analysis/studies/record.ts'
import { studyVerdict } from '../../../../preload/analysis/studies/study-verdict.ts'
import { caseOfStrength, studyOf } from './study-of.ts'
import type { SmallCase } from './study-of.ts'

const low = [1, 2, 2, 3, 1, 2].map((strength) => caseOfStrength(strength))
const high = [7, 9, 8, 8, 7, 9].map((strength) => caseOfStrength(strength))

const verdictOf = (base: SmallCase[], tuned: SmallCase[], mode: StudyMode = 'own') =>
  studyVerdict(studyOf({ runs: { [mode]: { base, tuned } } }), defaultSalience)[0]!

describe('studyVerdict', () => {
  it('says that scores rise, with means and both tests', () => {
    const { mode, change, text, comparison } = verdictOf(low, high)
    expect([mode, change]).toEqual(['own', 'rise'])
    expect(comparison.group).toBeNull()
    expect(text).toMatch(
      /^Each on its own response: instruction scores rise after tuning, from 0\.\d{3} to 0\.\d{3} on average \(one-sided Welch p = \d\.\de−\d+ over 6 and 6 cases; paired p = \d\.\de−\d+\)\.$/
    )
  })

  it('says that they fall', () => {
    expect(verdictOf(high, low)).toMatchObject({
      change: 'fall',
      text: expect.stringContaining('instruction scores fall after tuning') as string
    })
  })

  it('says that they fall where p is 1 to the last digit', () => {
    const times = (cases: SmallCase[]) => Array.from({ length: 10 }, () => cases).flat()
    expect(verdictOf(times(high), times(low))).toMatchObject({
      change: 'fall',
      comparison: { welch: { p: 1 }, paired: { p: 1 } }
    })
  })

  it('leaves it open where the models are the same, or the tests disagree', () => {
    const same = verdictOf(low, low)
    expect(same.change).toBe('unclear')
    expect(same.text).toContain('Welch p = 1.000 over 6 and 6 cases; paired p = 1.000')
    // A shift that is small against the spread over cases: the paired test alone sees it.
    const spread = [1, 3, 5, 7, 4, 2, 6]
    const shifted = spread.map((strength, i) => caseOfStrength(strength + 1 + (i % 2)))
    const some = verdictOf(
      spread.map((strength) => caseOfStrength(strength)),
      shifted
    )
    expect(some).toMatchObject({ change: 'unclear', comparison: { welch: { kind: 'tested' } } })
    expect((some.comparison.paired as { p: number }).p).toBeLessThan(0.05)
  })

  it('goes by flipped signs where scores have no spread', () => {
    const constant = (strength: number) => low.map(() => caseOfStrength(strength))
    const { change, text } = verdictOf(constant(1), constant(9))
    expect(change).toBe('rise')
    expect(text).toContain('Welch test: no spread over 6 and 6 cases; paired test: no spread')
  })

  it('cannot tell from one case', () => {
    expect(verdictOf(low.slice(0, 1), high.slice(0, 1))).toMatchObject({
      change: 'untested',
      text: expect.stringContaining('n too small (1 and 1 cases)') as string
    })
  })

  it('counts the pairs that length matching left out, by own responses where they are kept', () => {
    const four = caseOfStrength(1, 4)
    const [base, tuned] = [
      [...low, four],
      [...high, four]
    ]
    const alone = verdictOf(base, tuned, 'length-matched')
    expect(alone.nLeftOut).toBe(1)
    expect(alone.text).toMatch(/ 1 pair was left out: a response has fewer than 5 tokens\.$/)
    const record = studyOf({
      runs: {
        own: { base: [...low, four], tuned: [...high, caseOfStrength(1)] },
        'length-matched': { base: [...low, 'failed'], tuned: [...high, 'failed'] }
      }
    })
    const verdicts = studyVerdict(record, defaultSalience)
    expect(verdicts.map(({ mode, nLeftOut }) => [mode, nLeftOut])).toEqual([
      ['own', 0],
      ['length-matched', 1]
    ])
  })

  it('names whose response both are read on', () => {
    const record = studyOf({ runs: { same: { base: low, tuned: high } } })
    const texts = (['reference', 'base', 'tuned'] as const).map((sameResponse) => {
      const settings = { sameResponse } as never
      return studyVerdict({ ...record, settings }, defaultSalience)[0]!.text.split(':')[0]
    })
    expect(texts).toEqual([
      'Both on the reference',
      "Both on the base model's response",
      "Both on the tuned model's response"
    ])
  })

  it('is empty for one model', () => {
    expect(studyVerdict(studyOf({ runs: { own: { base: low } } }), defaultSalience)).toEqual([])
  })
})
