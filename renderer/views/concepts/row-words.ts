import type { ConceptsLayerSide, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import { fixedWords, percentWords } from '../../components/words/number-words.ts'
import type { LayerRows, RowFacts } from './layer-rows.ts'

/** One model's half of a row, as it is read. */
export interface RowSide {
  readonly role: ConceptsRole
  readonly direction: number
  readonly rank: string
  readonly explained: string
  readonly coherence: string
  /** Level and tasks, short. */
  readonly label: string
  readonly description: string
  readonly isManual: boolean
  readonly words: string
}

/** Words of a concept that fit a row. */
const nShownWords = 12

export function rowSides(facts: RowFacts, row: number, words: readonly string[]): RowSide[] {
  const { rows, layer, labels } = facts
  return layer.sides.flatMap((side) => {
    const direction = rows[side.role][row]!
    if (direction < 0) return []
    const shown = labels[side.role]?.[direction]
    return [
      {
        role: side.role,
        direction,
        rank: String(direction + 1),
        explained: percentWords(side.explained[direction]!),
        coherence: fixedWords(side.coherence[direction]!, 2),
        label: shown ? [shown.label.level, ...shown.label.tasks].join(', ') : '–',
        description: shown ? visibleLine(shown.label.description) : '',
        isManual: shown?.annotator === 'manual',
        words: leadingWords(side, direction, words)
      }
    ]
  })
}

function leadingWords(
  side: ConceptsLayerSide,
  direction: number,
  words: readonly string[]
): string {
  const nWords = side.topWords.length / side.eigenvalues.length
  const first = direction * nWords
  const shown = side.topWords.subarray(first, first + Math.min(nWords, nShownWords))
  return Array.from(shown, (word) => visibleLine(words[word] ?? '')).join(', ')
}

/** `lost`, `born`, both, or nothing. */
export function fateWords({ isLost, isBorn }: LayerRows, row: number): string {
  return [isLost[row] === 1 ? 'lost' : '', isBorn[row] === 1 ? 'born' : '']
    .filter(Boolean)
    .join(', ')
}

/** A number of a pair; nothing where there is no pair. */
export function pairWords(value: number | undefined, digits: number): string {
  return value === undefined || Number.isNaN(value) ? '–' : fixedWords(value, digits)
}

/** All that is known of a matched pair, in a line. */
export function pairFacts({ angle, cosine, jaccard, overlap }: LayerRows, row: number): string {
  return [
    `${pairWords(angle[row], 1)}°`,
    `|cos| ${pairWords(cosine[row], 3)}`,
    `Jaccard ${pairWords(jaccard[row], 2)}`,
    `RBO ${pairWords(overlap[row], 2)}`
  ].join(', ')
}
