import { describe, expect, it } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { compareFollowed } from '../../../../preload/analysis/studies/compare-followed.ts'
import {
  isFollowed,
  isUnfollowed,
  ratingsOf
} from '../../../../preload/analysis/studies/ratings.ts'
import type { StoredRating } from '../../../../preload/analysis/studies/record.ts'
import { scoreRoc } from '../../../../preload/analysis/studies/score-roc.ts'
import { caseOfStrength, studyOf } from './study-of.ts'

const given = [1, 2, null, 1, 4, -1, 0, 3, 1]
const record = studyOf({
  ratings: given,
  groups: ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'b'],
  runs: {
    own: {
      base: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((strength) => caseOfStrength(strength)),
      // The last has a response of four tokens.
      tuned: [...[1, 6, 3, 2, 9, 6, 7, 8].map((s) => caseOfStrength(s)), caseOfStrength(2, 4)]
    }
  }
})
const stored = (index: number, rating: number | null, minute: number): StoredRating => ({
  case: index,
  role: 'tuned',
  rating,
  createdAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`
})

describe('ratingsOf', () => {
  it("takes the newest rating of the app, else the data set's", () => {
    const said = [stored(0, 3, 2), stored(0, 1, 1), { ...stored(1, 1, 1), role: 'base' as const }]
    expect(ratingsOf(record, said, 'tuned')).toEqual([3, ...given.slice(1)])
    expect(ratingsOf(record, said, 'base')).toEqual([
      null,
      1,
      null,
      null,
      null,
      null,
      null,
      null,
      null
    ])
  })

  it("uncovers the data set's rating where the app's was withdrawn", () => {
    const said = [stored(0, 4, 1), stored(0, null, 2)]
    expect(ratingsOf(record, said, 'tuned')[0]).toBe(1)
  })

  it('takes the later of two ratings of one moment', () => {
    expect(ratingsOf(record, [stored(0, 4, 1), stored(0, 2, 1)], 'tuned')[0]).toBe(2)
  })

  it('calls 1 unfollowed, 2 and more followed, and the rest unrated', () => {
    expect([null, -1, 0, 1, 2, 5].map(isUnfollowed)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false
    ])
    expect([null, -1, 0, 1, 2, 5].map(isFollowed)).toEqual([false, false, false, false, true, true])
  })
})

describe('compareFollowed', () => {
  it('leaves out unrated cases and responses under 5 tokens', () => {
    const lines = compareFollowed(record, 'own', 'tuned', given, defaultSalience)
    expect(lines.map(({ group }) => group)).toEqual(['a', 'b', null])
    expect(lines.map(({ first }) => first.cases)).toEqual([[0, 3], [], [0, 3]])
    expect(lines.map(({ second }) => second.cases)).toEqual([[1, 4], [7], [1, 4, 7]])
    expect(lines[2]).toMatchObject({ paired: null, welch: { kind: 'tested' } })
    // Both unfollowed cases lie lowest: one of the ten divisions of five.
    expect(lines[2]!.permutation).toMatchObject({ p: 0.1 })
    expect(lines[1]).toMatchObject({
      welch: { kind: 'untested', reason: 'n too small' },
      hedgesG: null,
      holm: null
    })
  })

  it('has nothing to compare where nothing is rated', () => {
    const lines = compareFollowed(
      record,
      'own',
      'base',
      ratingsOf(record, [], 'base'),
      defaultSalience
    )
    for (const line of lines) {
      expect(line).toMatchObject({ first: { n: 0 }, second: { n: 0 } })
      expect(line.welch).toEqual({ kind: 'untested', reason: 'n too small' })
    }
  })
})

describe('scoreRoc', () => {
  it('counts how often a followed case scores above an unfollowed one', () => {
    const [a, b, all] = scoreRoc(record, 'own', 'tuned', given, defaultSalience)
    expect(a).toMatchObject({ nUnfollowed: 2, nFollowed: 2, auc: 1, interval: null })
    expect(all!.points[0]).toEqual({
      threshold: Infinity,
      falsePositiveRate: 0,
      truePositiveRate: 0
    })
    expect(all!.points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 })
    expect(b).toEqual({
      group: 'b',
      nUnfollowed: 0,
      nFollowed: 1,
      auc: null,
      interval: null,
      points: []
    })
  })

  it('is one half where scores tie', () => {
    const tied = studyOf({
      runs: { own: { tuned: [3, 3, 3, 3].map((strength) => caseOfStrength(strength)) } }
    })
    const [all] = scoreRoc(tied, 'own', 'tuned', [1, 1, 2, 2], defaultSalience)
    expect(all).toMatchObject({ auc: 0.5 })
    expect(all!.points).toHaveLength(2)
  })
})
