/**
 * Mean embedding of the tokens of each word, to unit length or as it is.
 *
 *     e_w = mean over the tokens t of w of E[t];   with `toUnit`: e_w / ||e_w||
 *
 * A word of many tokens is near the mean of all embeddings, where single words are not: its cosines say
 * less. Summed in float64, stored as float32.
 *
 * @param rows    [nTokens, dModel], the embeddings of all words' tokens, word after word
 * @param starts  [nWords + 1], the place of each word's first token in `rows`
 * @returns       `vectors` [nWords, dModel] and `isUsable` [nWords]: 0 where the mean is zero or not finite
 */
export function meanRows(
  rows: Float32Array,
  starts: Int32Array,
  dModel: number,
  toUnit: boolean
): { readonly vectors: Float32Array; readonly isUsable: Uint8Array } {
  const nWords = starts.length - 1
  const vectors = new Float32Array(nWords * dModel)
  const isUsable = new Uint8Array(nWords)
  const mean = new Float64Array(dModel)
  for (let w = 0; w < nWords; w++) {
    const from = starts[w]!
    const end = starts[w + 1]!
    mean.fill(0)
    for (let t = from; t < end; t++) {
      const row = t * dModel
      for (let d = 0; d < dModel; d++) mean[d]! += rows[row + d]!
    }
    const nTokens = end - from
    let squares = 0
    for (let d = 0; d < dModel; d++) {
      mean[d]! /= nTokens
      squares += mean[d]! * mean[d]!
    }
    // Of zero length there is no direction; NaN and Infinity show in the sum of squares.
    if (!(squares > 0 && squares < Infinity)) continue
    isUsable[w] = 1
    const scale = toUnit ? 1 / Math.sqrt(squares) : 1
    const at = w * dModel
    for (let d = 0; d < dModel; d++) vectors[at + d] = mean[d]! * scale
  }
  return { vectors, isUsable }
}
