import { expect, it } from 'vitest'
import { isOfAnotherPair } from '../../../renderer/views/concepts/pair-match.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'

const record = makeFakeConcepts({ nLayers: 2 }).record()
const opened = (name: string) => {
  const checkpoint = openedCheckpoint(name)
  return { ...checkpoint, summary: { ...checkpoint.summary, dModel: 192, dFfn: 512 } }
}
const pair = { base: opened('base'), tuned: opened('tuned') }

it('a result of the open pair is not stale, nor is one with no pair open', () => {
  expect(isOfAnotherPair(record, pair)).toBe(false)
  expect(isOfAnotherPair(record, { base: null, tuned: null })).toBe(false)
})

it('another name, other shapes, a swap or a missing side make another pair', () => {
  expect(isOfAnotherPair(record, { ...pair, tuned: opened('other') })).toBe(true)
  expect(isOfAnotherPair(record, { base: openedCheckpoint('base'), tuned: pair.tuned })).toBe(true)
  expect(isOfAnotherPair(record, { base: pair.tuned, tuned: pair.base })).toBe(true)
  expect(isOfAnotherPair(record, { base: pair.base, tuned: null })).toBe(true)
})
