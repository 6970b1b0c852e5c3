import { describe, expect, it } from 'vitest'
import { layerSide } from '../../../../main/analyses/concepts/layer-side.ts'
import type { WordVectors } from '../../../../main/analyses/words/word-vectors.ts'
import { summarizeSide } from '../../../../preload/analysis/concepts/summaries.ts'
import type { ConceptLabel } from '../../../../preload/analysis/concepts/labels.ts'
import { orthonormalRowsOf } from '../../../helpers/orthonormal-rows.ts'
import { plainTimesTransposed } from '../../../helpers/plain-product.ts'
import { seededRandom } from '../../../helpers/random.ts'

const [dModel, nDirections, perCluster, nOthers] = [40, 12, 10, 400]
const random = seededRandom(11)
const noise = (n: number) => Float64Array.from({ length: n }, () => random() - 0.5)
const basis = orthonormalRowsOf(noise(nDirections * dModel), nDirections, dModel)
const spare = 5

/**
 * Ten words towards each direction, then others that lean nowhere; every second line of the list has no
 * vector. Loose enough that a random direction gathers no cluster of its own.
 */
const units = Array.from({ length: nDirections * perCluster + nOthers }, (_, w) => {
  const cluster = Math.floor(w / perCluster)
  const along = (d: number) => (cluster < nDirections ? basis[cluster * dModel + d]! : 0)
  const around = noise(dModel).map((value, d) => 2.5 * along(d) + value)
  return around.map((value) => value / Math.hypot(...around))
})
const table = Float32Array.from(units.flatMap((unit) => [...unit]))
const lines = Int32Array.from(units, (_, w) => 2 * w + 1)
const words = Array.from({ length: 2 * units.length + spare }, (_, line) => `word${line}`)

const vectors: WordVectors = {
  dModel,
  lines,
  notes: [],
  async *blocks() {
    yield { from: 0, nWords: units.length, vectors: table }
  },
  gather: async (places) => Float32Array.from(Array.from(places, (p) => [...units[p]!]).flat())
}

function sideFor(directions: Float32Array, annotate: (words: readonly string[]) => ConceptLabel) {
  const n = directions.length / dModel
  return layerSide({
    role: 'tuned',
    found: {
      eigenvalues: Float64Array.from({ length: n }, (_, r) => n - r),
      explained: new Float64Array(n).fill(0.5 / n),
      separated: new Uint8Array(n).fill(1),
      directions,
      residual: 1e-7
    },
    vectors,
    words,
    nWords: perCluster,
    nRandom: 100,
    annotate,
    timesTransposed: plainTimesTransposed
  })
}

const plain = (description: string): ConceptLabel => ({
  description,
  tasks: [],
  level: 'semantics',
  evidence: []
})

describe('layerSide', () => {
  it('finds planted concepts, by lines of the list, and annotates their words in order', async () => {
    const side = await sideFor(Float32Array.from(basis), (own) => plain(own.join(' ')))
    expect(side.role).toBe('tuned')
    for (let r = 0; r < nDirections; r++) {
      const own = [...side.topWords.subarray(r * perCluster, (r + 1) * perCluster)]
      const cluster = own.map((line) => Math.floor((line - 1) / 2 / perCluster))
      expect(new Set(cluster)).toEqual(new Set([r]))
      expect(side.labels[r]!.description).toBe(own.map((line) => words[line]).join(' '))
      const sizes = [...side.topScores.subarray(r * perCluster, (r + 1) * perCluster)].map(Math.abs)
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    }
  })

  it('finds planted concepts readable and turned ones not', async () => {
    const planted = summarizeSide(await sideFor(Float32Array.from(basis), () => plain('')))
    expect(planted.shareAboveChance).toBeGreaterThan(0.5)
    expect(planted.isReadable).toBe(true)
    expect(planted.coherence).toBeGreaterThan(planted.chanceLine)
    // Another basis of the same subspace: as random as the chance line's own directions.
    const turn = orthonormalRowsOf(noise(nDirections ** 2), nDirections, nDirections)
    const turned = new Float32Array(nDirections * dModel)
    for (let r = 0; r < nDirections; r++) {
      for (let s = 0; s < nDirections; s++) {
        for (let d = 0; d < dModel; d++) {
          turned[r * dModel + d]! += turn[r * nDirections + s]! * basis[s * dModel + d]!
        }
      }
    }
    const other = summarizeSide(await sideFor(turned, () => plain('')))
    expect(other.isReadable).toBe(false)
    expect(other.coherence).toBeLessThan(planted.coherence / 2)
  })

  it('takes another sign of a direction for the same concept', async () => {
    const side = await sideFor(Float32Array.from(basis), () => plain(''))
    const other = await sideFor(
      Float32Array.from(basis, (value) => -value),
      () => plain('')
    )
    expect(other.topWords).toEqual(side.topWords)
    expect(other.topScores).toEqual(side.topScores.map((score) => -score))
    expect(other.coherence).toEqual(side.coherence)
  })

  it('refuses directions of another width than the word vectors', async () => {
    const work = sideFor(new Float32Array(dModel + 1), () => plain(''))
    await expect(work).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
