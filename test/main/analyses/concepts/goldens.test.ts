import { afterAll, describe, expect, it } from 'vitest'
import { layerDrift } from '../../../../main/analyses/concepts/drift/layer-drift.ts'
import { layerSide } from '../../../../main/analyses/concepts/layer-side.ts'
import { embeddingRows } from '../../../../main/analyses/words/embedding-rows.ts'
import { readWordFile } from '../../../../main/analyses/words/word-file.ts'
import { createWordVectors } from '../../../../main/analyses/words/word-vectors.ts'
import { openCheckpoint } from '../../../../main/checkpoint/checkpoint.ts'
import { createProduct } from '../../../../main/runtime/matrix/product.ts'
import type { ConceptLabel } from '../../../../preload/analysis/concepts/labels.ts'
import {
  goldenWordsPath,
  readGoldenConcepts,
  readGoldenDrift
} from '../../../helpers/concept-goldens.ts'
import { goldenNames, goldenTokenizer } from '../../../helpers/fixture-tokenizers.ts'
import { readGolden } from '../../../helpers/goldens.ts'

/** The README of the goldens: words may change places where scores differ by less, relative. */
const tie = 1e-6
/** Scores are recorded with six decimals, and ours are float32. */
const scoreTolerance = 2e-6
const nRecorded = 10

const product = await createProduct({ nThreads: 1 })
afterAll(() => product.close())
const list = await readWordFile(goldenWordsPath)
const label: ConceptLabel = { description: '', tasks: [], level: 'cannot tell', evidence: [] }

async function sideOf(name: string, layer: number) {
  const { tensors } = await openCheckpoint(readGolden(name).checkpoint)
  const recorded = readGoldenConcepts(name)[layer]!
  const vectors = await createWordVectors(
    list,
    goldenTokenizer(name),
    embeddingRows(tensors.head),
    { toUnit: true }
  )
  const side = await layerSide({
    role: 'base',
    found: {
      eigenvalues: Float64Array.from(recorded.eigenvalues),
      explained: Float64Array.from(recorded.explained),
      separated: Uint8Array.from(recorded.separated, Number),
      directions: recorded.directions,
      residual: 0
    },
    vectors,
    words: list.words,
    nWords: 50,
    nRandom: 20,
    annotate: () => label,
    timesTransposed: product.timesTransposed
  })
  return { side: { ...side, directions: recorded.directions }, recorded, vectors }
}

const layersOf = (name: string) => readGoldenConcepts(name).map(({ layer }) => layer)

describe.each(goldenNames)('concepts of %s from the reference directions', (name) => {
  it.each(layersOf(name))('have the recorded words and scores in layer %i', async (layer) => {
    const { side, recorded, vectors } = await sideOf(name, layer)
    expect(vectors.lines).toHaveLength(list.words.length)
    const nKept = side.topWords.length / recorded.words.length
    recorded.words.forEach((words, r) => {
      const scores = recorded.scores[r]!
      const found = side.topScores.subarray(r * nKept, r * nKept + nRecorded)
      const sign = Math.sign(found[0]!) * Math.sign(scores[0]!)
      for (let k = 0; k < nRecorded; k++) {
        expect(Math.abs(sign * found[k]! - scores[k]!)).toBeLessThanOrEqual(scoreTolerance)
        const place = words.indexOf(side.topWords[r * nKept + k]!)
        if (place === k) continue
        // Another word only for an equal score; past the tenth, one that equals the tenth.
        const other = scores[place < 0 ? nRecorded - 1 : place]!
        const difference = Math.abs(Math.abs(other) - Math.abs(scores[k]!))
        expect(difference, `direction ${r}, word ${k}`).toBeLessThanOrEqual(
          tie * Math.abs(scores[k]!) + scoreTolerance
        )
      }
    })
  })
})

describe.each(readGoldenDrift())('drift of llama-tuned in layer $layer', (recorded) => {
  it('has the recorded angles, matching and cosines', async () => {
    const base = await sideOf('llama', recorded.layer)
    const tuned = await sideOf('llama-tuned', recorded.layer)
    const drift = (await layerDrift(base.side, tuned.side, 0.5, product.timesTransposed))!
    for (const [k, angles] of Object.entries(recorded.angles)) {
      const found = drift.angles.find((angle) => angle.k === Number(k))!.radians
      expect(found).toHaveLength(angles.length)
      angles.forEach((angle, i) => expect(Math.abs(found[i]! - angle)).toBeLessThan(1e-3))
    }
    const isSeparated = (r: number) =>
      base.recorded.separated[r] && tuned.recorded.separated[recorded.match[r]!]
    const separated = recorded.match.flatMap((_, r) => (isSeparated(r) ? [r] : []))
    expect(separated.length).toBeGreaterThan(recorded.match.length / 2)
    for (const r of separated) {
      expect(drift.matched[r]).toBe(recorded.match[r])
      expect(Math.abs(drift.cosines[r]! - Math.abs(recorded.cos[r]!))).toBeLessThan(1e-5)
    }
  })
})
