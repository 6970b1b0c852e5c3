/** All heads of one layer in a process of its own; tells time and peak memory. */
import { availableParallelism } from 'node:os'
import { baseBytes } from '../../main/analyses/attribution/memory-needs.ts'
import { headsPlan } from '../../main/analyses/heads/heads-plan.ts'
import { analyseLayerHeads } from '../../main/analyses/heads/layer-heads.ts'
import { createTerms } from '../../main/analyses/heads/terms.ts'
import { createThresholds, type HeadSimilarity } from '../../main/analyses/heads/thresholds.ts'
import {
  createWordVectors,
  vectorsInMemory,
  type WordVectors
} from '../../main/analyses/words/word-vectors.ts'
import { embeddingRows } from '../../main/analyses/words/embedding-rows.ts'
import { openCheckpoint } from '../../main/checkpoint/checkpoint.ts'
import { gaussian } from '../../main/linalg/gaussian.ts'
import { createProduct } from '../../main/runtime/matrix/product.ts'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import { generatedWords } from './generated-words.ts'
import { peakResidentBytes } from './peak-memory.ts'

export interface HeadsReport {
  /** Of the thresholds, once a run. */
  readonly thresholdSeconds: number
  readonly thresholdOperations: number
  /** Of the layer, from the words' embeddings on. */
  readonly seconds: number
  readonly operations: number
  readonly nHeads: number
  readonly nPairs: number
  readonly nChancePairs: number
  readonly nRelations: number
  readonly peakBytes: number
  /** The program itself included. */
  readonly plannedBytes: number
  readonly plannedOperations: number
}

const [folder = '', source = '', nWords = ''] = process.argv.slice(2)
const { list, tokenizer } = generatedWords(Number(nWords))
const nThreads = availableParallelism()
const settings = defaultHeadsSettings
const checkpoint = await openCheckpoint(folder)
const embedding = embeddingRows(checkpoint.tensors.embedding)
/** Two passes of a model's embeddings through memory must not take what the similarity needs. */
const blockBytes = 16 * 2 ** 20
const product = await createProduct({ nThreads })
const similarity =
  source === 'embeddings'
    ? ofWords(await createWordVectors(list, tokenizer, embedding, { toUnit: true, blockBytes }))
    : generatedSimilarity(list.words.length, 300)
const words = await createWordVectors(list, tokenizer, embedding, {
  toUnit: false,
  blockBytes,
  budgetBytes: 0
})
const startedMs = performance.now()
const thresholds = await createThresholds({ similarity, settings, product })
const betweenMs = performance.now()
const { heads, operations } = await analyseLayerHeads({
  checkpoint,
  layer: 0,
  words,
  terms: createTerms(list),
  similarity,
  thresholds,
  settings,
  product,
  nThreads
})
const endedMs = performance.now()
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, n) => total + n, 0)
const plan = headsPlan(
  checkpoint.config,
  words.lines.length,
  similarity.lines.length,
  similarity.nDimensions,
  settings
)
const report: HeadsReport = {
  thresholdSeconds: (betweenMs - startedMs) / 1_000,
  thresholdOperations: thresholds.operations,
  seconds: (endedMs - betweenMs) / 1_000,
  operations,
  nHeads: heads.length,
  nPairs: sum(heads.map(({ nPairs }) => sum(nPairs))),
  nChancePairs: sum(heads.map(({ chancePairs }) => sum(chancePairs))) / settings.nShuffles,
  nRelations: sum(heads.map(({ relations }) => relations.first.length)),
  peakBytes: peakResidentBytes(),
  plannedBytes: baseBytes + plan.neededBytes,
  plannedOperations: plan.operations
}
process.send?.(report)
await product.close()

function ofWords(vectors: WordVectors): HeadSimilarity {
  return {
    nDimensions: vectors.dModel,
    lines: vectors.lines,
    blocks: (signal) => vectors.blocks(signal),
    gather: (places, into) => vectors.gather(places, into)
  }
}

/** Gaussian vectors, brought to unit length, in memory. */
function generatedSimilarity(nVectors: number, nDimensions: number): HeadSimilarity {
  const all = gaussian(1, nVectors * nDimensions)
  const rows = (from: number, to: number) => all.subarray(from * nDimensions, to * nDimensions)
  for (let i = 0; i < nVectors; i++) {
    const row = rows(i, i + 1)
    const length = Math.hypot(...row)
    row.forEach((value, d) => (row[d] = value / length))
  }
  return {
    nDimensions,
    lines: Int32Array.from({ length: nVectors }, (_, i) => i),
    ...vectorsInMemory(all, nDimensions, nVectors)
  }
}
