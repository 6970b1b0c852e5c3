import { expect, it } from 'vitest'
import { isOfOtherPair } from '../../../renderer/state/other-pair.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'
import { openedCheckpoint } from '../../helpers/opened-checkpoint.ts'

const { sides } = makeFakeConcepts({ nLayers: 2 }).record()
const opened = (name: string) => {
  const checkpoint = openedCheckpoint(name)
  return { ...checkpoint, summary: { ...checkpoint.summary, dModel: 192, dFfn: 512 } }
}
const pair = { base: opened('base'), tuned: opened('tuned') }

it('a result of the open pair is not stale, nor is one with no pair open', () => {
  expect(isOfOtherPair(sides, pair)).toBe(false)
  expect(isOfOtherPair(sides, { base: null, tuned: null })).toBe(false)
})

it('another name, other shapes, a swap or a missing side make another pair', () => {
  expect(isOfOtherPair(sides, { ...pair, tuned: opened('other') })).toBe(true)
  expect(isOfOtherPair(sides, { base: openedCheckpoint('base'), tuned: pair.tuned })).toBe(true)
  expect(isOfOtherPair(sides, { base: pair.tuned, tuned: pair.base })).toBe(true)
  expect(isOfOtherPair(sides, { base: pair.base, tuned: null })).toBe(true)
})

it('compares what a result tells of its models, and no more', () => {
  const shown = [{ role: 'base', name: 'b', nLayers: 2, nHeads: 4 }] as const
  const base = openedCheckpoint('b')
  expect(isOfOtherPair(shown, { base, tuned: null })).toBe(false)
  expect(isOfOtherPair(shown, { base, tuned: base })).toBe(true)
  expect(isOfOtherPair([{ ...shown[0], nHeads: 8 }], { base, tuned: null })).toBe(true)
})
