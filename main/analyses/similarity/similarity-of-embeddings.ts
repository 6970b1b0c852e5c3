import type { TensorInfo } from '../../checkpoint/safetensors.ts'
import type { Tokenizer } from '../../tokenizer/tokenizer.ts'
import { embeddingRows } from '../words/embedding-rows.ts'
import type { WordList } from '../words/word-list.ts'
import { createWordVectors, type WordVectorOptions } from '../words/word-vectors.ts'
import { hashVectors, type SimilarityVectors } from './similarity-vectors.ts'

/** What is needed of the pre-trained model. */
export interface EmbeddingModel {
  /** For the record. */
  readonly name: string
  readonly tokenizer: Tokenizer
  /** [nVocab, dModel], the input embeddings */
  readonly embedding: TensorInfo
}

/**
 * The resource that needs no file: the mean input embedding of each word's tokens, to unit length. It
 * is the pre-trained model's for both sides of a pair, so that only the heads differ between them.
 *
 * @throws AppError `request/invalid` when no word has a vector, `job/cancelled`, and those of reading weights
 */
export async function similarityOfEmbeddings(
  list: Pick<WordList, 'name' | 'words' | 'isUsable'>,
  { name, tokenizer, embedding }: EmbeddingModel,
  options: Omit<WordVectorOptions, 'toUnit'> = {}
): Promise<SimilarityVectors> {
  const vectors = await createWordVectors(list, tokenizer, embeddingRows(embedding), {
    ...options,
    toUnit: true
  })
  const { dModel: nDimensions, lines, notes } = vectors
  return {
    summary: {
      source: 'embeddings',
      name,
      sha256: await hashVectors(vectors, nDimensions, options.signal),
      nDimensions,
      nFound: lines.length,
      notes: [...notes]
    },
    nDimensions,
    lines,
    blocks: (signal) => vectors.blocks(signal),
    gather: (places, into) => vectors.gather(places, into)
  }
}
