import { expect, it } from 'vitest'
import type { ConceptsLayer } from '../../../preload/analysis/concepts/record.ts'
import { conceptWords } from '../../../renderer/views/concepts/concept-words.ts'

/** Two concepts of three words a side. */
function layerOf(base: number[], tuned: number[], scores: number[]): ConceptsLayer {
  const side = (role: 'base' | 'tuned', topWords: number[], topScores: number[]) => ({
    role,
    eigenvalues: Float64Array.of(2),
    explained: Float64Array.of(0.5),
    separated: Uint8Array.of(1),
    residual: 0,
    topWords: Int32Array.from(topWords),
    topScores: Float32Array.from(topScores),
    coherence: Float32Array.of(0.3),
    randomCoherence: Float32Array.of(0.1),
    labels: []
  })
  const sides = [side('base', base, [0.5, 0.25, -0.125]), side('tuned', tuned, scores)]
  return { layer: 0, sides, drift: null, operations: 0, seconds: 0 }
}

it('counts words gained and lost, and marks those that both have', () => {
  const lists = conceptWords(layerOf([1, 2, 3], [1, 4, 2], [0.5, 0.25, 0.125]), 0, 0)
  expect([lists.nLost, lists.nGained, lists.isTurned]).toEqual([1, 1, false])
  expect(lists.base?.map(({ isShared }) => isShared)).toEqual([true, true, false])
  expect(lists.tuned?.map(({ isShared }) => isShared)).toEqual([true, false, true])
})

it('turns the tuned scores where the common words point the other way', () => {
  const lists = conceptWords(layerOf([1, 2, 3], [1, 4, 2], [-0.5, 0.25, -0.125]), 0, 0)
  expect(lists.isTurned).toBe(true)
  expect(lists.tuned?.map(({ score }) => score)).toEqual([0.5, -0.25, 0.125])
  expect(lists.base?.map(({ score }) => score)).toEqual([0.5, 0.25, -0.125])
})

it('a concept without a partner has lost and gained nothing', () => {
  const lists = conceptWords(layerOf([1, 2, 3], [4, 5, 6], [0.5, 0.25, 0.125]), 0, -1)
  expect([lists.tuned, lists.nLost, lists.nGained]).toEqual([null, 0, 0])
})

it('a place that no word fills is left out', () => {
  const lists = conceptWords(layerOf([1, 2, -1], [1, 2, 3], [0.5, 0.25, 0.125]), 0, 0)
  expect(lists.base?.map(({ word }) => word)).toEqual([1, 2])
})
