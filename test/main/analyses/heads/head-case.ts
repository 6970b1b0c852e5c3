/** Small cases of heads: a one-layer checkpoint on disk, words and similarities in memory. */
import { openCheckpoint, type Checkpoint } from '../../../../main/checkpoint/checkpoint.ts'
import {
  analyseLayerHeads,
  type LayerHeads,
  type LayerHeadsRequest
} from '../../../../main/analyses/heads/layer-heads.ts'
import { createTerms } from '../../../../main/analyses/heads/terms.ts'
import {
  createThresholds,
  type HeadSimilarity
} from '../../../../main/analyses/heads/thresholds.ts'
import { vectorsInMemory, type WordVectors } from '../../../../main/analyses/words/word-vectors.ts'
import { gaussian } from '../../../../main/linalg/gaussian.ts'
import { createProduct } from '../../../../main/runtime/matrix/product.ts'
import type { HeadsSettings } from '../../../../preload/analysis/heads/record.ts'
import { similarityOf } from '../../../helpers/head-goldens.ts'
import { f32 } from '../../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { tinyConfig, tinyTensors, writeTinyCheckpoint } from '../../../helpers/tiny-checkpoint.ts'

export interface HeadSizes {
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly dModel: number
}

/** Everything as plain numbers: what the reference reads too. */
export interface HeadCase extends HeadSizes {
  /** [nWords], as written */
  readonly words: readonly string[]
  /** [nWords][dModel] */
  readonly embeddings: readonly (readonly number[])[]
  /** [dModel] */
  readonly gain: readonly number[]
  /** [nHeads · dHead][dModel] and [nKvHeads · dHead][dModel] */
  readonly q: readonly (readonly number[])[]
  readonly k: readonly (readonly number[])[]
  /** [nWords][nDimensions]; null for a word without a vector */
  readonly similarity: readonly (readonly number[] | null)[]
  readonly settings: Pick<
    HeadsSettings,
    'nTop' | 'nThresholdWords' | 'thresholdSds' | 'nShuffles' | 'nShownWords' | 'nShownPairs'
  >
}

export const keepAll = {
  nTop: 6,
  nThresholdWords: 15,
  thresholdSds: 0.5,
  nShuffles: 2,
  nShownWords: null,
  nShownPairs: null
} as const

/** Normal numbers that float32 holds; some words without a vector, some that differ in case only. */
export function randomCase(seed: number, sizes: HeadSizes, nWords = 24): HeadCase {
  const { nHeads, nKvHeads, dHead, dModel } = sizes
  const rows = (part: number, nRows: number, width: number) => {
    const values = gaussian(100 * seed + part, nRows * width)
    return Array.from({ length: nRows }, (_, i) => [...values.subarray(i * width, (i + 1) * width)])
  }
  const similarity = rows(5, nWords, 5)
  return {
    ...sizes,
    words: Array.from({ length: nWords }, (_, i) => (i % 5 === 4 ? `W${i - 1}` : `w${i}`)),
    embeddings: rows(1, nWords, dModel),
    gain: rows(2, 1, dModel)[0]!,
    q: rows(3, nHeads * dHead, dModel),
    k: rows(4, nKvHeads * dHead, dModel),
    similarity: similarity.map((row, i) => (i % 7 === 2 ? null : row)),
    settings: keepAll
  }
}

export function wordVectorsOf({ embeddings, dModel }: HeadCase, blockSize = 1_000): WordVectors {
  return {
    dModel,
    lines: Int32Array.from(embeddings.keys()),
    notes: [],
    ...vectorsInMemory(Float32Array.from(embeddings.flat()), dModel, blockSize)
  }
}

export function similarityOfCase({ similarity }: HeadCase, blockSize = 1_000): HeadSimilarity {
  const found = similarity.flatMap((vector, line) => (vector ? [{ line, vector }] : []))
  return similarityOf(
    found.map(({ line }) => line),
    found.map(({ vector }) => vector),
    blockSize
  )
}

export function termsOfCase({ words }: Pick<HeadCase, 'words'>) {
  return createTerms({ words, isUsable: new Uint8Array(words.length).fill(1) })
}

/** Writes the weights where they go away with the test. */
export async function checkpointOf(input: HeadCase): Promise<Checkpoint> {
  const { nHeads, nKvHeads, dHead, dModel, gain, q, k } = input
  const dFfn = 3
  const zeros = (rows: number, columns: number) =>
    f32([rows, columns], new Array<number>(rows * columns).fill(0))
  const layer = 'model.layers.0'
  const folder = writeTinyCheckpoint(
    temporaryFolder(),
    {
      ...tinyConfig,
      hidden_size: dModel,
      num_attention_heads: nHeads,
      num_key_value_heads: nKvHeads,
      head_dim: dHead,
      intermediate_size: dFfn
    },
    {
      ...tinyTensors(),
      'model.embed_tokens.weight': zeros(5, dModel),
      'lm_head.weight': zeros(5, dModel),
      'model.norm.weight': f32([dModel], gain),
      [`${layer}.input_layernorm.weight`]: f32([dModel], gain),
      [`${layer}.post_attention_layernorm.weight`]: f32([dModel], gain),
      [`${layer}.self_attn.q_proj.weight`]: f32([nHeads * dHead, dModel], q.flat()),
      [`${layer}.self_attn.k_proj.weight`]: f32([nKvHeads * dHead, dModel], k.flat()),
      [`${layer}.self_attn.v_proj.weight`]: zeros(nKvHeads * dHead, dModel),
      [`${layer}.self_attn.o_proj.weight`]: zeros(dModel, nHeads * dHead),
      [`${layer}.mlp.gate_proj.weight`]: zeros(dFfn, dModel),
      [`${layer}.mlp.up_proj.weight`]: zeros(dFfn, dModel),
      [`${layer}.mlp.down_proj.weight`]: zeros(dModel, dFfn)
    }
  )
  return openCheckpoint(folder)
}

export interface RunOptions extends Partial<LayerHeadsRequest> {
  /** Words in one block of the word vectors, and of the similarity vectors. */
  readonly blockSize?: number
}

/** The whole analysis of the one layer. */
export async function analyseCase(input: HeadCase, options: RunOptions = {}): Promise<LayerHeads> {
  const { blockSize, ...changes } = options
  const nThreads = changes.nThreads ?? 1
  const product = await createProduct({ nThreads })
  const similarity = similarityOfCase(input, blockSize)
  const { settings } = input
  try {
    return await analyseLayerHeads({
      checkpoint: await checkpointOf(input),
      layer: 0,
      words: wordVectorsOf(input, blockSize),
      terms: termsOfCase(input),
      similarity,
      thresholds: await createThresholds({ similarity, settings, product }),
      settings,
      product,
      nThreads,
      ...changes
    })
  } finally {
    await product.close()
  }
}
