import type { ConceptsLayer, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'

export interface ConceptWord {
  /** Line of the word list. */
  readonly word: number
  readonly score: number
  /** Stands in the partner's list too. */
  readonly isShared: boolean
}

export interface ConceptWords {
  /** By |score|, largest first; null without a concept of that model. */
  readonly base: readonly ConceptWord[] | null
  readonly tuned: readonly ConceptWord[] | null
  /** Words of the tuned list that the base's has not, and the other way round. */
  readonly nGained: number
  readonly nLost: number
  /** The tuned direction's sign was turned to agree with the base's; signs are arbitrary. */
  readonly isTurned: boolean
}

/**
 * Words of a matched pair before and after. A direction has no sign of its own (method.md section 2):
 * where the common words say that the partners point opposite ways, the tuned scores are negated.
 *
 * @param base   direction of the base, −1 for none
 * @param tuned  direction of the tuned model, −1 for none
 */
export function conceptWords(layer: ConceptsLayer, base: number, tuned: number): ConceptWords {
  const before = listOf(layer, 'base', base)
  const after = listOf(layer, 'tuned', tuned)
  const scores = new Map(before?.map(({ word, score }) => [word, score]))
  const agreement = (after ?? []).reduce(
    (sum, { word, score }) => sum + score * (scores.get(word) ?? 0),
    0
  )
  const isTurned = agreement < 0
  const others = new Set(after?.map(({ word }) => word))
  const baseWords = before?.map((entry) => ({ ...entry, isShared: others.has(entry.word) })) ?? null
  const tunedWords =
    after?.map(({ word, score }) => ({
      word,
      score: isTurned ? -score : score,
      isShared: scores.has(word)
    })) ?? null
  const nAlone = (list: readonly ConceptWord[] | null): number =>
    list?.filter(({ isShared }) => !isShared).length ?? 0
  const isPair = before !== null && after !== null
  return {
    base: baseWords,
    tuned: tunedWords,
    nGained: isPair ? nAlone(tunedWords) : 0,
    nLost: isPair ? nAlone(baseWords) : 0,
    isTurned
  }
}

function listOf(
  { sides }: ConceptsLayer,
  role: ConceptsRole,
  direction: number
): { word: number; score: number }[] | null {
  const side = sides.find((candidate) => candidate.role === role)
  if (!side || direction < 0 || direction >= side.eigenvalues.length) return null
  const nWords = side.topWords.length / side.eigenvalues.length
  return Array.from({ length: nWords }, (_, k) => ({
    word: side.topWords[direction * nWords + k]!,
    score: side.topScores[direction * nWords + k]!
  })).filter(({ word }) => word >= 0)
}
