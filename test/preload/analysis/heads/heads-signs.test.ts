import { expect, it } from 'vitest'
import { headsChance } from '../../../../preload/analysis/heads/head-chance.ts'
import { headsSigns } from '../../../../preload/analysis/heads/heads-signs.ts'
import type { HeadsRecord } from '../../../../preload/analysis/heads/record.ts'
import { compareVerbs } from '../../../../preload/analysis/heads/verb-comparison.ts'
import type { VerbLists } from '../../../../preload/analysis/heads/verb-lists.ts'
import { wordChanges } from '../../../../preload/analysis/heads/word-changes.ts'
import { makeHeadsRecord, withChance } from '../../../helpers/heads-record.ts'

const record = makeHeadsRecord([[[[['a', 'b', 2]]]], [[[['a', 'c', 2]]]]])
const signs = (of: HeadsRecord, lists?: VerbLists) => {
  const comparison = lists === undefined ? null : compareVerbs(of, wordChanges(of), lists)
  return headsSigns(of, headsChance(of), comparison).map(({ code }) => code)
}

it('finds nothing to warn of where vectors, relations and verbs are there', () => {
  expect(signs(record, { instruction: ['b'], general: ['c'] })).toEqual([])
})

it('warns of words without vectors', () => {
  const similarity = { ...record.similarity, nFound: 1 }
  expect(headsSigns({ ...record, similarity }, headsChance(record), null)).toEqual([
    {
      code: 'few-vectors',
      text:
        'Only 1 of 3 words have a vector in the similarity resource; ' +
        'the others are in no relation.'
    }
  ])
})

it('warns of a model without relations, and of one with most heads at chance', () => {
  expect(signs(makeHeadsRecord([[[[]]]], ['a']))).toEqual(['no-relations'])
  const noisy = withChance(record, [
    { nPairs: [30], shuffled: [[30, 29, 31]] },
    { nPairs: [90], shuffled: [[30, 29, 31]] }
  ])
  expect(headsSigns(noisy, headsChance(noisy), null)).toEqual([
    {
      code: 'heads-at-chance',
      text: "1 of the base model's 1 heads hold no more pairs than shuffled similarities give them."
    }
  ])
})

it('warns of verbs that are not in the word list, and of those that did not change', () => {
  expect(signs(record, { instruction: ['write', 'list', 'b'], general: ['c'] })).toEqual([
    'verbs-missing'
  ])
  expect(signs(record, { instruction: ['a'], general: ['b', 'c'] })).toEqual(['verbs-unchanged'])
})
