import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findTopWords, LargestScores } from '../../../../main/analyses/concepts/top-words.ts'
import type { WordVectors } from '../../../../main/analyses/words/word-vectors.ts'
import { plainTimesTransposed } from '../../../helpers/plain-product.ts'
import { seededRandom } from '../../../helpers/random.ts'

/** As the method says it, by sorting all. */
function bySorting(scores: readonly number[], nKept: number): number[] {
  return [...scores.keys()]
    .sort((a, b) => Math.abs(scores[b]!) - Math.abs(scores[a]!) || a - b)
    .slice(0, nKept)
}

describe('LargestScores', () => {
  it('keeps what sorting by |score| and then by place would, over any blocks', () => {
    // Few values, so that there are many ties, also with both signs.
    const value = fc.integer({ min: -3, max: 3 })
    const rows = fc.integer({ min: 1, max: 30 }).chain((nWords) =>
      fc.array(fc.array(value, { minLength: nWords, maxLength: nWords }), {
        minLength: 1,
        maxLength: 3
      })
    )
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 7 }))
    fc.assert(
      fc.property(rows, sizes, (scores, [nWanted, blockSize]) => {
        const nWords = scores[0]!.length
        const nKept = Math.min(nWanted, nWords)
        const kept = new LargestScores(scores.length, nKept)
        for (let from = 0; from < nWords; from += blockSize) {
          const block = scores.map((row) => row.slice(from, from + blockSize))
          kept.take(Float32Array.from(block.flat()), block[0]!.length, from)
        }
        const found = kept.finish()
        scores.forEach((row, r) => {
          const places = [...found.places.subarray(r * nKept, (r + 1) * nKept)]
          expect(places).toEqual(bySorting(row, nKept))
          const signed = [...found.scores.subarray(r * nKept, (r + 1) * nKept)]
          expect(signed).toEqual(places.map((place) => row[place]!))
        })
      })
    )
  })

  it('fails on scores that are no numbers rather than leaving a gap', () => {
    const kept = new LargestScores(2, 2)
    kept.take(Float32Array.from([1, 2, NaN, 3]), 2, 0)
    expect(() => kept.finish()).toThrow('direction 1')
  })
})

describe('findTopWords', () => {
  const dModel = 3
  const words = Float32Array.from([1, 0, 0, 0, -1, 0, 0, 0, 1, 0.6, 0.8, 0])

  function vectorsIn(blockSize: number): WordVectors {
    const nWords = words.length / dModel
    return {
      dModel,
      lines: Int32Array.from([0, 2, 3, 7]),
      notes: [],
      async *blocks() {
        for (let from = 0; from < nWords; from += blockSize) {
          const end = Math.min(nWords, from + blockSize)
          const vectors = words.subarray(from * dModel, end * dModel)
          yield { from, nWords: end - from, vectors }
        }
      },
      gather: () => Promise.reject(new Error('not needed'))
    }
  }

  it.each([1, 3, 4])('scores words in blocks of %i', async (blockSize) => {
    const directions = Float32Array.from([0, 1, 0, 0.6, 0.8, 0])
    const vectors = vectorsIn(blockSize)
    const found = await findTopWords(directions, vectors, 3, plainTimesTransposed)
    expect(found.nKept).toBe(3)
    expect([...found.places]).toEqual([1, 3, 0, 3, 1, 0])
    expect([...found.scores]).toEqual([-1, 0.8, 0, 1, -0.8, 0.6].map(Math.fround))
  })

  it('keeps all words where fewer have a vector than are wanted', async () => {
    const directions = Float32Array.from([1, 0, 0])
    const found = await findTopWords(directions, vectorsIn(2), 50, plainTimesTransposed)
    expect(found.nKept).toBe(4)
    expect([...found.places]).toEqual([0, 3, 1, 2])
  })

  it('agrees with sorting for many words', async () => {
    const random = seededRandom(7)
    const [nWords, nDirections, wide] = [5_000, 4, 8]
    const numbers = (n: number) => Float32Array.from({ length: n }, () => random() - 0.5)
    const vectors = numbers(nWords * wide)
    const directions = numbers(nDirections * wide)
    const source: WordVectors = {
      ...vectorsIn(1),
      dModel: wide,
      lines: Int32Array.from({ length: nWords }, (_, i) => i),
      async *blocks() {
        for (let from = 0; from < nWords; from += 999) {
          const end = Math.min(nWords, from + 999)
          yield { from, nWords: end - from, vectors: vectors.subarray(from * wide, end * wide) }
        }
      }
    }
    const found = await findTopWords(directions, source, 50, plainTimesTransposed)
    const all = plainTimesTransposed(directions, nDirections, vectors, nWords, wide)
    for (let r = 0; r < nDirections; r++) {
      const expected = bySorting([...all.subarray(r * nWords, (r + 1) * nWords)], 50)
      expect([...found.places.subarray(r * 50, (r + 1) * 50)]).toEqual(expected)
    }
  })
})
