/** Static similarity of words: the cosine between their vectors in one resource (method.md section 3). */
import { createHash } from 'node:crypto'
import type { SimilaritySummary } from '../../../preload/analysis/heads/record.ts'
import type { WordVectors } from '../words/word-vectors.ts'

/**
 * Vectors of unit length, so that the cosine of two words is their dot product. A word's place is its
 * rank among those that have a vector; `lines` leads back to the word list.
 */
export interface SimilarityVectors extends Pick<WordVectors, 'lines' | 'blocks' | 'gather'> {
  readonly summary: SimilaritySummary
  readonly nDimensions: number
}

/**
 * SHA-256 of what the analysis sees of a resource: the number of dimensions, the lines of the list that
 * have a vector, and the vectors as float32 in the order of the lines. It does not depend on the form of
 * the file, on words outside the list or on their order. Hex.
 *
 * @throws AppError `job/cancelled`, and those of reading the vectors
 */
export async function hashVectors(
  vectors: Pick<WordVectors, 'lines' | 'blocks'>,
  nDimensions: number,
  signal?: AbortSignal
): Promise<string> {
  const hash = createHash('sha256').update(`shiftlens similarity 1\n${nDimensions}\n`)
  hash.update(bytesOf(vectors.lines))
  for await (const block of vectors.blocks(signal)) hash.update(bytesOf(block.vectors))
  return hash.digest('hex')
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
