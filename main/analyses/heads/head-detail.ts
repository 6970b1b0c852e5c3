import type { HeadDetail } from '../../../preload/analysis/heads/record.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import type { HeadWords } from './head-words.ts'
import type { LayerHeadsRequest } from './layer-heads.ts'
import { findRelatedPairs, rankPairs, type Candidates, type RankedPairs } from './related-pairs.ts'
import { relationsOf, type LinePairs } from './relations.ts'
import type { Assignment } from './thresholds.ts'

type HeadRequest = Pick<
  LayerHeadsRequest,
  'terms' | 'similarity' | 'thresholds' | 'settings' | 'product' | 'signal'
>

/**
 * The word pairs of a head's dimensions and the relations they make (method.md section 3, steps 3 and 4), and
 * how many pairs there are by chance: with the similarity vectors shuffled among the words.
 *
 * @throws AppError `job/cancelled`
 */
export async function analyseHead(
  head: number,
  { dimensions, queries, keys }: HeadWords,
  request: HeadRequest
): Promise<{ readonly detail: HeadDetail; readonly operations: number }> {
  const { similarity, thresholds, settings, product, signal, terms } = request
  const nShuffles = thresholds.shuffled.length
  const chancePairs = new Int32Array(nShuffles)
  const size = settings.nTop * similarity.nDimensions
  const rows = { query: new Float32Array(size), key: new Float32Array(size) }
  const all: LinePairs[] = []
  const shown: RankedPairs[] = []
  let operations = 0
  for (let i = 0; i < dimensions.length; i++) {
    await stopIfAborted(signal)
    const pairsUnder = (assignment: Assignment) => {
      operations += 2 * queries[i]!.lines.length * keys[i]!.lines.length * similarity.nDimensions
      return findRelatedPairs(queries[i]!, keys[i]!, { similarity, assignment, product, rows })
    }
    const pairs = await pairsUnder(thresholds.own)
    shown.push(rankPairs(pairs, settings.nShownPairs))
    all.push({ query: pairs.query, key: pairs.key })
    for (let s = 0; s < nShuffles; s++) {
      chancePairs[s]! += (await pairsUnder(thresholds.shuffled[s]!)).nPairs
    }
  }
  const detail = {
    head,
    dimensions,
    queryWords: firstLines(queries, settings.nShownWords),
    keyWords: firstLines(keys, settings.nShownWords),
    nPairs: Int32Array.from(all, ({ query }) => query.length),
    pairStarts: startsOf(shown.map(({ query }) => query.length)),
    pairQuery: Int32Array.from(shown.flatMap(({ query }) => [...query])),
    pairKey: Int32Array.from(shown.flatMap(({ key }) => [...key])),
    pairSimilarity: Float32Array.from(shown.flatMap((pairs) => [...pairs.similarity])),
    chancePairs,
    relations: relationsOf(all, terms)
  }
  return { detail, operations }
}

function firstLines(sides: readonly Candidates[], nShown: number | null): Int32Array {
  return Int32Array.from(
    sides.flatMap(({ lines }) => [...lines.subarray(0, nShown ?? lines.length)])
  )
}

/** Where each begins when they lie one after another, and the end. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => (starts[i + 1] = starts[i]! + length))
  return starts
}
