/** Which similarity counts as high, word by word (method.md section 3, step 3). */
import type { HeadsSettings } from '../../../preload/analysis/heads/record.ts'
import { AppError } from '../../errors.ts'
import type { MatrixProduct } from '../../runtime/matrix/product.ts'
import type { SimilarityVectors } from '../similarity/similarity-vectors.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import { dotInDouble } from './dot.ts'
import { shuffledPlaces } from './shuffled-places.ts'

/** What heads ask of a similarity resource; `gather` is called for every dimension, so it should be in memory. */
export type HeadSimilarity = Pick<SimilarityVectors, 'nDimensions' | 'lines' | 'blocks' | 'gather'>

/** Which word has which vector, and from where on a word's similarities are high. */
export interface Assignment {
  /** [last line with a vector + 1], the place of a line's vector; −1 where it has none */
  readonly vectorOfLine: Int32Array
  /** [n], by vector; of float32 products, so off by some 1e-8 */
  readonly thresholds: Float64Array
  /** The same of one vector, in float64. */
  exactThreshold(vector: number): Promise<number>
}

export interface Thresholds {
  /** Each word with its own vector. */
  readonly own: Assignment
  /** [nShuffles], each with the vectors shuffled among the words that have one */
  readonly shuffled: readonly Assignment[]
  /** 2mnk of all products. */
  readonly operations: number
}

export interface ThresholdsRequest {
  readonly similarity: HeadSimilarity
  readonly settings: Pick<HeadsSettings, 'nThresholdWords' | 'thresholdSds' | 'nShuffles'>
  readonly product: Pick<MatrixProduct, 'timesTransposed'>
  readonly signal?: AbortSignal | undefined
  /** Called with the fraction that is done. */
  readonly report?: ((fraction: number) => void) | undefined
}

/** Vectors that are compared with the reference words at once. */
const nBlockVectors = 512
/** Reference words that are gathered at once for an exact threshold. */
const nExactWords = 256

/**
 * Thresholds of all words, once for their own vectors and once for each shuffling:
 *
 *     t_w = mean + z · sd of { cos(w, r) : r among the first words of the list, with a vector }
 *
 * with the population standard deviation and w itself among the r where it is one of them. A shuffling hands
 * the vectors to other words, so that other vectors are the reference and all thresholds change. Statistics
 * in float64; 2 · n · nThresholdWords · nDimensions operations for each.
 *
 * @throws AppError `request/invalid` when none of the first words has a vector; `job/cancelled`
 */
export async function createThresholds(request: ThresholdsRequest): Promise<Thresholds> {
  const { similarity, settings, report } = request
  const { lines, nDimensions } = similarity
  const nReference = lines.filter((line) => line < settings.nThresholdWords).length
  if (nReference === 0) {
    throw new AppError(
      'request/invalid',
      `similarity: none of the first ${settings.nThresholdWords} words of the list has a vector, expected at least one`,
      { hint: 'Take a word list that begins with frequent words, or other word vectors.' }
    )
  }
  const nAssignments = 1 + settings.nShuffles
  const assignments: Assignment[] = []
  for (let i = 0; i < nAssignments; i++) {
    // A word's place among the vectors → the place of the vector that it is given.
    const given = i === 0 ? Int32Array.from(lines.keys()) : shuffledPlaces(lines.length, i)
    const reference = given.slice(0, nReference)
    const thresholds = await thresholdsOver(reference, request, (fraction) =>
      report?.((i + fraction) / nAssignments)
    )
    assignments.push({
      vectorOfLine: vectorOfLine(lines, given),
      thresholds,
      exactThreshold: exactThresholds(reference, similarity, settings.thresholdSds)
    })
  }
  const [own, ...shuffled] = assignments
  const operations = 2 * nAssignments * lines.length * nReference * nDimensions
  return { own: own!, shuffled, operations }
}

/** Lines are ascending, so the first words of the list are the first of those with a vector. */
async function thresholdsOver(
  reference: Int32Array,
  { similarity, settings, product, signal }: ThresholdsRequest,
  report: (fraction: number) => void
): Promise<Float64Array> {
  const { nDimensions, lines } = similarity
  const nReference = reference.length
  const rows = await similarity.gather(reference)
  const thresholds = new Float64Array(lines.length)
  for await (const block of similarity.blocks(signal)) {
    for (let from = 0; from < block.nWords; from += nBlockVectors) {
      await stopIfAborted(signal)
      const end = Math.min(block.nWords, from + nBlockVectors)
      const vectors = block.vectors.subarray(from * nDimensions, end * nDimensions)
      const cosines = await product.timesTransposed(
        vectors,
        end - from,
        rows,
        nReference,
        nDimensions
      )
      for (let i = 0; i < end - from; i++) {
        const own = cosines.subarray(i * nReference, (i + 1) * nReference)
        thresholds[block.from + from + i] = meanPlusSds(own, settings.thresholdSds)
      }
      report((block.from + end) / lines.length)
    }
  }
  return thresholds
}

/** Remembers what it computed: a word that is near its threshold once is so for other heads. */
function exactThresholds(
  reference: Int32Array,
  similarity: HeadSimilarity,
  thresholdSds: number
): Assignment['exactThreshold'] {
  const { nDimensions } = similarity
  const known = new Map<number, number>()
  return async (vector) => {
    const earlier = known.get(vector)
    if (earlier !== undefined) return earlier
    const own = await similarity.gather(Int32Array.of(vector))
    const cosines = new Float64Array(reference.length)
    const buffer = new Float32Array(Math.min(nExactWords, reference.length) * nDimensions)
    for (let from = 0; from < reference.length; from += nExactWords) {
      const some = reference.subarray(from, from + nExactWords)
      const rows = await similarity.gather(some, buffer)
      some.forEach((_, i) => {
        cosines[from + i] = dotInDouble(own, 0, rows, i * nDimensions, nDimensions)
      })
    }
    const threshold = meanPlusSds(cosines, thresholdSds)
    known.set(vector, threshold)
    return threshold
  }
}

/** Mean + z · population sd, in float64. */
export function meanPlusSds(values: Float32Array | Float64Array, thresholdSds: number): number {
  const n = values.length
  const first = values[0]!
  // Around the first value: equal ones then have exactly their value as mean, and no deviation.
  let sum = 0
  for (let i = 0; i < n; i++) sum += values[i]! - first
  const mean = first + sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2
  return mean + thresholdSds * Math.sqrt(squares / n)
}

function vectorOfLine(lines: Int32Array, given: Int32Array): Int32Array {
  const vectors = new Int32Array((lines.at(-1) ?? -1) + 1).fill(-1)
  lines.forEach((line, place) => (vectors[line] = given[place]!))
  return vectors
}
