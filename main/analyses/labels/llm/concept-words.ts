import type {
  ConceptsLayer,
  ConceptsRecord,
  ConceptsRole
} from '../../../../preload/analysis/concepts/record.ts'
import { AppError } from '../../../errors.ts'

/**
 * The leading words of one concept of a stored result.
 *
 * @param layer  its `topWords` are [R, K], lines of the record's word list, largest |score| first
 * @returns at most `nWords`, strongest first
 * @throws AppError `request/invalid` where the layer has no such concept
 */
export function conceptWords(
  { words }: Pick<ConceptsRecord, 'words'>,
  { layer, sides }: Pick<ConceptsLayer, 'layer' | 'sides'>,
  role: ConceptsRole,
  direction: number,
  nWords: number
): string[] {
  const side = sides.find((candidate) => candidate.role === role)
  const nDirections = side?.eigenvalues.length ?? 0
  if (side === undefined || direction >= nDirections) {
    throw new AppError(
      'request/invalid',
      `layer ${layer}, ${role}: concept ${direction}, expected one of ${nDirections}`
    )
  }
  const nKept = side.topWords.length / nDirections
  const start = direction * nKept
  const lines = side.topWords.subarray(start, start + Math.min(nKept, nWords))
  return Array.from(lines, (line) => {
    const word = words[line]
    if (word === undefined) {
      throw new AppError('request/invalid', `word ${line}, expected one of ${words.length}`)
    }
    return word
  })
}
