import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  jaccard,
  rankBiasedOverlap
} from '../../../../../main/analyses/concepts/drift/word-overlap.ts'

const words = (...lines: number[]) => Int32Array.from(lines)
const list = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 20 })

describe('jaccard', () => {
  it('is the common words over all words', () => {
    expect(jaccard(words(1, 2, 3), words(3, 4, 2))).toBe(0.5)
    expect(jaccard(words(1, 2), words(2, 1))).toBe(1)
    expect(jaccard(words(1, 2), words(3))).toBe(0)
    expect(jaccard(words(), words())).toBe(0)
  })
})

describe('rankBiasedOverlap', () => {
  it('has the value worked out by hand', () => {
    // A₁ = 0, A₂ = 1: weights 0.1, 0.09 and the rest, 0.81, at the last depth.
    expect(rankBiasedOverlap(words(1, 2), words(2, 1))).toBeCloseTo(0.9, 14)
    // A = 1, 1/2, 2/3: 0.1 + 0.09/2 + (0.081 + 0.729) · 2/3.
    expect(rankBiasedOverlap(words(1, 2, 3), words(1, 4, 2))).toBeCloseTo(0.685, 14)
  })

  it('is exactly 1 for a list and itself, exactly 0 for disjoint ones', () => {
    fc.assert(
      fc.property(list, (a) => {
        expect(rankBiasedOverlap(words(...a), words(...a))).toBe(1)
        expect(rankBiasedOverlap(words(...a), words(...a.map((word) => word + 31)))).toBe(0)
      })
    )
  })

  it('is the infinite sum with the last agreement going on', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const depth = Math.min(a.length, b.length)
        let sum = 0
        for (let d = 1; d <= 600; d++) {
          const at = Math.min(d, depth)
          const inA = new Set(a.slice(0, at))
          const common = b.slice(0, at).filter((word) => inA.has(word)).length
          sum += 0.1 * 0.9 ** (d - 1) * (common / at)
        }
        expect(rankBiasedOverlap(words(...a), words(...b))).toBeCloseTo(sum, 12)
      })
    )
  })

  it('does not depend on the order of the two', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const found = rankBiasedOverlap(words(...a), words(...b))
        expect(rankBiasedOverlap(words(...b), words(...a))).toBe(found)
      })
    )
  })

  it('weighs the first words most', () => {
    const a = words(1, 2, 3, 4)
    const early = rankBiasedOverlap(a, words(9, 2, 3, 4))
    expect(early).toBeLessThan(rankBiasedOverlap(a, words(1, 2, 3, 9)))
  })

  it('is 0 where there is nothing to compare', () => {
    expect(rankBiasedOverlap(words(), words(1))).toBe(0)
  })
})
