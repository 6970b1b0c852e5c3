/** English words (and names that English texts use) with vector, parts of speech and sounds. */
import type { LexiconSections } from './lexicon-file.ts'

export const partsOfSpeech = ['noun', 'verb', 'adjective', 'adverb'] as const
export type PartOfSpeech = (typeof partsOfSpeech)[number]

export interface Vocabulary {
  readonly words: readonly string[]
  /** Length of a vector. */
  readonly dVector: number
  /** [nWords, dVector], unit vectors times 127. */
  readonly vectors: Int8Array
  /** Place of a word in lower case, the most frequent first; undefined when unknown. */
  readonly find: (lower: string) => number | undefined
  /** Bits 0 to 3: can be noun, verb, adjective, adverb; 4 and 5: which most often; 6: inflected only. */
  readonly parts: Uint8Array
  /** Phonemes of a word by its place (phonemes.ts); empty when unknown. */
  readonly sounds: readonly string[]
  /** Lemmas that are too rare to have a vector. */
  readonly rareLemmas: ReadonlySet<string>
}

export function makeVocabulary(sections: LexiconSections): Vocabulary {
  const words = sections.text('words').split('\n')
  const bytes = sections.bytes('vectors')
  const places = new Map(words.map((word, place) => [word, place]))
  return {
    words,
    dVector: bytes.length / words.length,
    vectors: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    find: (lower) => places.get(lower),
    parts: sections.bytes('partsOfSpeech'),
    sounds: sections.text('sounds').split('\n'),
    rareLemmas: new Set(sections.text('lemmas').split('\n'))
  }
}

/** Whether WordNet knows the word or the lemma that it is a form of. */
export function isEnglish(vocabulary: Vocabulary, lower: string): boolean {
  const place = vocabulary.find(lower)
  return (
    (place !== undefined && (vocabulary.parts[place]! & 15) !== 0) ||
    vocabulary.rareLemmas.has(lower)
  )
}

/** A copy of a word's vector as a unit vector. */
export function vectorOf(vocabulary: Vocabulary, place: number): Float32Array {
  const { dVector, vectors } = vocabulary
  const vector = new Float32Array(dVector)
  for (let i = 0; i < dVector; i++) vector[i] = vectors[place * dVector + i]! / 127
  return vector
}

/** The mean of unit vectors, made a unit vector; null when there is none or they cancel out. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array | null {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!
  const length = Math.hypot(...sum)
  return length > 1e-6 ? sum.map((value) => value / length) : null
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
