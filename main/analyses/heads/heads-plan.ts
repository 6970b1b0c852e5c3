/** What the heads of one model take, before they are computed. */
import type { HeadsSettings } from '../../../preload/analysis/heads/record.ts'
import { headGroups, headWeightBytes, type HeadSizes } from './head-groups.ts'
import { usualBlockWords } from './layer-heads.ts'

export interface HeadsPlan {
  /** 2mnk of the products of one layer; fewer where top words have no vector. */
  readonly operations: number
  /** Of the thresholds, once a run. */
  readonly thresholdOperations: number
  /** Most bytes at a time with the similarity vectors in memory, the program and the words' own vectors not counted. */
  readonly neededBytes: number
}

/** Copies of a group's weights while they load: as stored, as float32, with the gain, packed. */
const weightCopies = 3

/**
 * @param nWords       words of the list that have an embedding
 * @param nSimilar     words of the list that have a similarity vector, of `nDimensions` numbers
 */
export function headsPlan(
  sizes: HeadSizes,
  nWords: number,
  nSimilar: number,
  nDimensions: number,
  settings: Pick<HeadsSettings, 'nTop' | 'nShuffles' | 'nThresholdWords'>
): HeadsPlan {
  const { nHeads, nKvHeads, dHead, dModel } = sizes
  const nAssignments = 1 + settings.nShuffles
  const nRows = (nHeads + nKvHeads) * dHead
  const nTop = Math.min(settings.nTop, nWords)
  const nReference = Math.min(settings.nThresholdWords, nSimilar)
  const activations = 2 * nWords * dModel * nRows
  const pairs = 2 * nAssignments * nHeads * dHead * nTop ** 2 * nDimensions
  const groupHeads = Math.max(...headGroups(sizes).map(({ from, to }) => to - from))
  const weights = weightCopies * groupHeads * headWeightBytes(sizes)
  const block = 4 * usualBlockWords * (dModel + 2 * nRows)
  const reference = 4 * nReference * nDimensions
  return {
    operations: activations + pairs,
    thresholdOperations: 2 * nAssignments * nSimilar * nReference * nDimensions,
    neededBytes: 4 * nSimilar * nDimensions + Math.max(weights + block, reference)
  }
}
