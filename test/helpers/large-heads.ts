import { resultKey } from '../../main/service/store/results/result-key.ts'
import type { ResultFile } from '../../main/service/store/results/result-file.ts'
import type { HeadDetail, HeadsLayer } from '../../preload/analysis/heads/record.ts'
import { exactPairs } from './exact-pairs.ts'
import { makeFakeHeads } from './fake-heads.ts'

/** Layers and heads of LLaMA-7B, over a list of as many words as its tokenizer has whole ones. */
export const largeHeads = {
  nLayers: 32,
  nHeads: 32,
  dHead: 128,
  nWords: 26_000,
  nRelations: 1_000
} as const

/**
 * A result over a pair of that size, as one file. Only the layers of `whole` hold what a run keeps of every
 * dimension, some 4 MB each: nothing but the opening of a layer reads it, and all of them would only make
 * the file take long to write.
 */
export function largeHeadsFile(whole: readonly number[]): Extract<ResultFile, { kind: 'heads' }> {
  const { nLayers, nHeads, dHead, nWords, nRelations } = largeHeads
  const firstWords = Array.from({ length: nWords }, (_, i) => `word${i.toString(36)}`)
  const fake = makeFakeHeads({ nLayers, nHeads, dHead, nRelations, firstWords, nShownWords: 20 })
  const layers = Array.from({ length: nLayers }, (_, index) => {
    const layer = fake.layer(index)
    return whole.includes(index) ? layer : withoutDimensions(layer)
  })
  const keyFields = { made: 'for a measurement of heads' }
  return {
    kind: 'heads',
    resultId: resultKey(keyFields),
    keyFields,
    title: 'Large heads',
    note: '',
    tags: [],
    record: exactPairs(fake.record(), layers),
    layers,
    labels: []
  }
}

/** Its counts and relations, which the record has too; no words and no pairs. */
function withoutDimensions(layer: HeadsLayer): HeadsLayer {
  const lean = (detail: HeadDetail): HeadDetail => ({
    ...detail,
    queryWords: new Int32Array(),
    keyWords: new Int32Array(),
    pairStarts: new Int32Array(detail.dimensions.length + 1),
    pairQuery: new Int32Array(),
    pairKey: new Int32Array(),
    pairSimilarity: new Float32Array()
  })
  return {
    ...layer,
    sides: layer.sides.map((side) => ({ ...side, heads: side.heads.map(lean) }))
  }
}
