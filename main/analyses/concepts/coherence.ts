import { stopIfAborted } from '../stop-if-aborted.ts'
import type { WordVectors } from '../words/word-vectors.ts'

/**
 * Coherence of concepts: how alike the words of each are.
 *
 *     c = mean over pairs i < j of e_i · e_j = (||Σ e_i||² − Σ ||e_i||²) / (n (n − 1))
 *
 * 1 when all words are the same, about 0 for unrelated ones. It says that words lie close together in
 * the space they were chosen in: any direction of that space gathers words that share a component
 * along it, so a value means nothing beside 0 and is read against random directions of the same
 * subspace. A random direction gathers the nearest cluster of words too: where clusters are tight,
 * chance is as coherent as the concepts, and a layer of clear concepts does not stand out. Words of
 * opposite sign count against each other: two clear poles come out low. Rare and untrained tokens
 * share an embedding and come out high without meaning anything.
 *
 * @param places   [nConcepts, nKept], places among the word vectors
 * @param vectors  of unit length
 * @returns        [nConcepts], 0 below two words, where there is nothing to hang together; summed in float64
 * @throws AppError `job/cancelled`
 */
export async function coherenceOf(
  places: Int32Array,
  nKept: number,
  vectors: WordVectors,
  signal?: AbortSignal
): Promise<Float32Array> {
  const nConcepts = nKept === 0 ? 0 : places.length / nKept
  const coherence = new Float32Array(nConcepts)
  for (let r = 0; r < nConcepts; r++) {
    await stopIfAborted(signal)
    const words = await vectors.gather(places.subarray(r * nKept, (r + 1) * nKept))
    coherence[r] = meanPairwiseCosine(words, vectors.dModel)
  }
  return coherence
}

/** @param words  [n, dModel], of unit length */
export function meanPairwiseCosine(words: Float32Array, dModel: number): number {
  const n = words.length / dModel
  if (n < 2) return 0
  let ofSum = 0
  let ofEach = 0
  for (let d = 0; d < dModel; d++) {
    let sum = 0
    for (let at = d; at < words.length; at += dModel) {
      sum += words[at]!
      ofEach += words[at]! * words[at]!
    }
    ofSum += sum * sum
  }
  return (ofSum - ofEach) / (n * (n - 1))
}
