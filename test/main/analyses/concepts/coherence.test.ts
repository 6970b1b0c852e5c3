import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coherenceOf, meanPairwiseCosine } from '../../../../main/analyses/concepts/coherence.ts'

const float = fc.double({ min: -1, max: 1, noNaN: true })

describe('meanPairwiseCosine', () => {
  it('is 1 for words that are the same and 0 for words at right angles', () => {
    expect(meanPairwiseCosine(Float32Array.from([0.6, 0.8, 0.6, 0.8, 0.6, 0.8]), 2)).toBeCloseTo(1)
    expect(meanPairwiseCosine(Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]), 3)).toBe(0)
  })

  it('counts opposite words against each other', () => {
    // Pairs: (+, +) 1, twice (+, −) −1.
    expect(meanPairwiseCosine(Float32Array.from([1, 0, 1, 0, -1, 0]), 2)).toBeCloseTo(-1 / 3, 12)
  })

  it('is 0 for a single word', () => {
    expect(meanPairwiseCosine(Float32Array.from([1, 0]), 2)).toBe(0)
  })

  it('is the mean over all pairs', () => {
    const words = fc.array(fc.tuple(float, float, float), { minLength: 2, maxLength: 9 })
    fc.assert(
      fc.property(words, (raw) => {
        const units = raw.map((word) => {
          const length = Math.hypot(...word) || 1
          return word.map((value) => Math.fround(value / length))
        })
        let sum = 0
        let nPairs = 0
        units.forEach((a, i) =>
          units.slice(i + 1).forEach((b) => {
            sum += a.reduce((total, value, d) => total + value * b[d]!, 0)
            nPairs++
          })
        )
        const found = meanPairwiseCosine(Float32Array.from(units.flat()), 3)
        expect(Math.abs(found - sum / nPairs)).toBeLessThan(1e-12)
      })
    )
  })
})

describe('coherenceOf', () => {
  const table = Float32Array.from([1, 0, 0, 1, 0.6, 0.8, -1, 0])
  const vectors = {
    dModel: 2,
    lines: Int32Array.from([0, 1, 2, 3]),
    notes: [],
    blocks: () => {
      throw new Error('not needed')
    },
    gather: async (places: Int32Array) =>
      Float32Array.from(Array.from(places, (p) => [...table.subarray(2 * p, 2 * p + 2)]).flat())
  }

  it('takes the words of one concept after the other', async () => {
    const places = Int32Array.from([0, 1, 0, 2, 0, 3])
    expect([...(await coherenceOf(places, 2, vectors))]).toEqual([0, 0.6, -1].map(Math.fround))
  })

  it('stops between concepts', async () => {
    const work = coherenceOf(Int32Array.from([0, 1]), 2, vectors, AbortSignal.abort())
    await expect(work).rejects.toMatchObject({ code: 'job/cancelled' })
  })
})
