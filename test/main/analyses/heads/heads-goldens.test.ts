/** Every layer and head of the recorded checkpoints, against the float64 reference. */
import { describe, expect, it } from 'vitest'
import { analyseLayerHeads } from '../../../../main/analyses/heads/layer-heads.ts'
import { createTerms } from '../../../../main/analyses/heads/terms.ts'
import { createThresholds } from '../../../../main/analyses/heads/thresholds.ts'
import { createProduct } from '../../../../main/runtime/matrix/product.ts'
import type { HeadDetail } from '../../../../preload/analysis/heads/record.ts'
import { goldenNames } from '../../../helpers/fixture-tokenizers.ts'
import {
  goldenInputs,
  goldenSimilarity,
  goldenWords,
  readGoldenHeads
} from '../../../helpers/head-goldens.ts'
import { changeWeight, copyCheckpoint } from '../../../helpers/checkpoint-copy.ts'
import { dimensionsOf, relationWords } from './detail-parts.ts'

const list = goldenWords()
const terms = createTerms(list)
const similarity = goldenSimilarity(list)
const settings = {
  nTop: 40,
  nThresholdWords: 3_000,
  thresholdSds: 1.96,
  nShuffles: 1,
  nShownWords: null,
  nShownPairs: null
}
/** Ours are stored as float32. */
const similarityTolerance = 1e-7

/** Heads by layer. */
async function analyse(name: string, folder?: string): Promise<(readonly HeadDetail[])[]> {
  const product = await createProduct({ nThreads: 1 })
  try {
    const inputs = await goldenInputs(name, list, folder)
    const thresholds = await createThresholds({ similarity, settings, product })
    const shared = { ...inputs, terms, similarity, thresholds, settings, product, nThreads: 1 }
    const layers = []
    for (let layer = 0; layer < inputs.checkpoint.config.nLayers; layer++) {
      layers.push((await analyseLayerHeads({ ...shared, layer })).heads)
    }
    return layers
  } finally {
    await product.close()
  }
}

describe.each(goldenNames)('heads of %s', (name) => {
  it('have the dimensions, words, pairs and relations of the reference', async () => {
    const { nTop, heads: recorded } = readGoldenHeads(name)
    expect(nTop).toBe(settings.nTop)
    const layers = await analyse(name)
    expect(layers.flatMap((heads, layer) => heads.map(({ head }) => [layer, head]))).toEqual(
      recorded.map(({ layer, head }) => [layer, head])
    )
    for (const { layer, head, dimensions, relations } of recorded) {
      const detail = layers[layer]![head]!
      const found = dimensionsOf(detail)
      expect(found.map(({ dimension }) => dimension)).toEqual(
        dimensions.map(({ dimension }) => dimension)
      )
      found.forEach(({ queries, keys, pairs, similarities }, i) => {
        const expected = dimensions[i]!
        expect(queries).toEqual(expected.query)
        expect(keys).toEqual(expected.key)
        expect(pairs).toEqual(expected.pairs.map(([query, key]) => [query, key]))
        expected.pairs.forEach(([, , value], p) =>
          expect(Math.abs(similarities[p]! - value)).toBeLessThanOrEqual(similarityTolerance)
        )
      })
      expect(relationWords(detail, terms.terms)).toEqual(relations)
    }
  })
})

describe('heads of two checkpoints', () => {
  it('are the same to the bit where the checkpoints are', async () => {
    expect(await analyse('llama', copyCheckpoint('llama'))).toEqual(await analyse('llama'))
  })

  it('differ in that head only whose query weights were changed', async () => {
    const folder = copyCheckpoint('llama')
    const tensor = 'model.layers.1.self_attn.q_proj.weight'
    const { checkpoint } = await goldenInputs('llama', list)
    const { dHead, dModel } = checkpoint.config
    const head = 2
    for (let i = 0; i < dModel; i++) changeWeight(folder, tensor, head * dHead * dModel + i, 1)
    const before = await analyse('llama')
    const after = await analyse('llama', folder)
    after.forEach((heads, l) =>
      heads.forEach((detail, h) => {
        if (l === 1 && h === head) expect(detail).not.toEqual(before[l]![h])
        else expect(detail).toEqual(before[l]![h])
      })
    )
  })
})
