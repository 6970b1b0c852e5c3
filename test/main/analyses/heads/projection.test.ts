import { describe, expect, it } from 'vitest'
import { loadProjection, type Activations } from '../../../../main/analyses/heads/projection.ts'
import { dot } from '../../../helpers/dot.ts'
import { checkpointOf, randomCase } from './head-case.ts'

describe('loadProjection', () => {
  it('projects words by the weights of a group of heads, with the gain, a dimension a row', async () => {
    const input = randomCase(1, { nHeads: 6, nKvHeads: 3, dHead: 2, dModel: 7 }, 5)
    const checkpoint = await checkpointOf(input)
    const projection = await loadProjection(checkpoint, 0, { from: 1, to: 3 }, 1)
    const { queries, keys } = await projection.project(
      Float32Array.from(input.embeddings.flat()),
      5
    )
    await projection.release()
    const expected = (rows: typeof input.q) =>
      rows.flatMap((row) =>
        input.embeddings.map((embedding) =>
          dot(
            embedding,
            row.map((weight, i) => weight * input.gain[i]!)
          )
        )
      )
    for (const [found, rows] of [
      [queries, input.q.slice(4)],
      [keys, input.k.slice(2)]
    ] as const) {
      const wanted = expected(rows)
      expect(found).toHaveLength(wanted.length)
      wanted.forEach(({ sum, size }, i) =>
        expect(Math.abs(found[i]! - sum)).toBeLessThanOrEqual(1e-6 * size)
      )
    }
    expect([projection.nQueries, projection.nKeys]).toEqual([8, 4])
  })

  it('gives a word the same activations to the bit whatever words, heads and threads are beside it', async () => {
    const nWords = 130
    const sizes = { nHeads: 8, nKvHeads: 4, dHead: 16, dModel: 1_100 }
    const input = randomCase(2, sizes, nWords)
    const words = Float32Array.from(input.embeddings.flat())
    const checkpoint = await checkpointOf(input)
    const whole = await loadProjection(checkpoint, 0, { from: 0, to: 4 }, 1)
    const all = await whole.project(words, nWords)
    for (const n of [1, 2, 7, 50]) {
      const some = await whole.project(words.subarray(0, n * sizes.dModel), n)
      expectPart(some, n, 0)
    }
    await whole.release()
    for (const nThreads of [1, 2]) {
      const part = await loadProjection(checkpoint, 0, { from: 1, to: 2 }, nThreads)
      expectPart(await part.project(words, nWords), nWords, 1)
      await part.release()
    }

    /** The first `n` words, of groups that begin at a key head. */
    function expectPart({ queries, keys }: Activations, n: number, keyHead: number): void {
      for (const [found, from, wanted] of [
        [queries, keyHead * 2 * sizes.dHead, all.queries],
        [keys, keyHead * sizes.dHead, all.keys]
      ] as const) {
        for (let c = 0; c < found.length / n; c++) {
          const start = (from + c) * nWords
          expect(found.subarray(c * n, (c + 1) * n)).toEqual(wanted.subarray(start, start + n))
        }
      }
    }
  })
})
