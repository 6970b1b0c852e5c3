/** Word-word relations of all attention heads of one layer of one model (method.md section 3, steps 1 to 4). */
import type { HeadDetail, HeadsSettings } from '../../../preload/analysis/heads/record.ts'
import type { Checkpoint } from '../../checkpoint/checkpoint.ts'
import { AppError } from '../../errors.ts'
import type { MatrixProduct } from '../../runtime/matrix/product.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import type { WordVectors } from '../words/word-vectors.ts'
import { analyseHead } from './head-detail.ts'
import { headGroups } from './head-groups.ts'
import { wordsOfHead } from './head-words.ts'
import { findStrongestWords } from './strongest-words.ts'
import type { Terms } from './terms.ts'
import type { HeadSimilarity, Thresholds } from './thresholds.ts'

export interface LayerHeadsRequest {
  readonly checkpoint: Checkpoint
  readonly layer: number
  /** Mean input embeddings of this checkpoint, not normalised. */
  readonly words: WordVectors
  /** Of the whole word list. */
  readonly terms: Terms
  /** Kept in memory, or each dimension reads it anew. */
  readonly similarity: HeadSimilarity
  /** Of this similarity and word list. */
  readonly thresholds: Thresholds
  readonly settings: Pick<HeadsSettings, 'nTop' | 'nShownWords' | 'nShownPairs'>
  readonly product: Pick<MatrixProduct, 'timesTransposed'>
  readonly nThreads: number
  readonly signal?: AbortSignal | undefined
  /** Called with the fraction that is done, 0 to 1, never falling. */
  readonly report?: ((fraction: number) => void) | undefined
  /** float32 bytes of the weights that are packed at once; the words are gone over for each. */
  readonly weightBytes?: number
  /** Words that go through the engine at once. */
  readonly nBlockWords?: number
}

export interface LayerHeads {
  /** In order. */
  readonly heads: readonly HeadDetail[]
  /** 2mnk of all products. */
  readonly operations: number
}

export const usualBlockWords = 512
/** Share of a group's time that its activations take: most of it, all pairs are small products. */
const activationShare = 0.8

/**
 * All heads of a layer. Activations are never kept whole: one pass over the words for each group of heads
 * leaves each dimension's strongest words, whose pairs are then looked at head by head. The same bytes every
 * time, whatever the blocks and groups.
 *
 * @throws AppError `request/invalid` where the words are not of this model's width, `job/cancelled`, those of
 *   `findStrongestWords`
 */
export async function analyseLayerHeads(request: LayerHeadsRequest): Promise<LayerHeads> {
  const { checkpoint, words, settings, signal, report } = request
  const { config } = checkpoint
  if (words.dModel !== config.dModel) {
    throw new AppError(
      'request/invalid',
      `word vectors of ${words.dModel} numbers, expected ${config.dModel}: the model's hidden size`
    )
  }
  const groups = headGroups(config, request.weightBytes)
  const perKey = config.nHeads / config.nKvHeads
  const heads: HeadDetail[] = []
  let operations = 0
  for (const [g, group] of groups.entries()) {
    const tell = (fraction: number) => report?.((g + fraction) / groups.length)
    const { queries, keys } = await findStrongestWords({
      ...request,
      group,
      nTop: settings.nTop,
      nBlockWords: request.nBlockWords ?? usualBlockWords,
      report: (fraction) => tell(activationShare * fraction)
    })
    operations +=
      2 * words.lines.length * config.dModel * (queries.squares.length + keys.squares.length)
    const nHeads = (group.to - group.from) * perKey
    for (let h = 0; h < nHeads; h++) {
      await stopIfAborted(signal)
      const key = Math.floor(h / perKey) * config.dHead
      const place = { query: h * config.dHead, key, dHead: config.dHead }
      const own = wordsOfHead(place, queries, keys, words)
      const found = await analyseHead(group.from * perKey + h, own, request)
      heads.push(found.detail)
      operations += found.operations
      tell(activationShare + ((1 - activationShare) * (h + 1)) / nHeads)
    }
  }
  return { heads, operations }
}
