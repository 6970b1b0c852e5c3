/** Concepts as text for a terminal: drift by layer, and what the leading concepts are about. */
import type {
  ConceptsDriftSummary,
  ConceptsLayer,
  ConceptsLayerSide,
  ConceptsLayerSummary,
  ConceptsRecord
} from '../../preload/analysis/concepts/record.ts'
import { displayText } from '../../preload/token-display.ts'
import { padded } from './padded.ts'

/** Leading concepts of a layer that are shown, with so many words each; the file has all. */
const mostConcepts = 2
const mostWords = 6
/** Directions of the subspace whose angle is shown. */
const leading = 10
const columnWidth = 13

/** Ends with a line break. */
export function conceptsText(record: ConceptsRecord, layers: readonly ConceptsLayer[]): string {
  return [
    ...record.sides.map(
      ({ role, name, nLayers, dModel, dFfn }) =>
        `${role}: ${displayText(name)}, ${nLayers} layers, ${dFfn} x ${dModel}`
    ),
    `words: ${record.wordList.nUsable} of ${displayText(record.wordList.name)}`,
    '',
    ...tableLines(record),
    '',
    ...layers.flatMap((layer) => wordLines(layer, record.words)),
    ...record.limits.map((limit) => `not compared: ${displayText(limit)}`),
    ...[...record.notes, ...record.wordList.notes].map((note) => `note: ${displayText(note)}`),
    ''
  ].join('\n')
}

type Column = readonly [title: string, value: (layer: ConceptsLayerSummary) => string]

function tableLines(record: ConceptsRecord): string[] {
  const drifts = record.layers.some(({ drift }) => drift !== null)
  const ofDrift = (value: (drift: ConceptsDriftSummary) => string): Column[1] => {
    return ({ drift }) => (drift === null ? '-' : value(drift))
  }
  const columns: readonly Column[] = [
    ['layer', ({ layer }) => String(layer)],
    ...(drifts
      ? ([
          ['angle of 10', ofDrift((drift) => degrees(meanAngle(drift, leading)))],
          ['turn of 10', ofDrift((drift) => degrees(drift.meanRotationLeading))],
          ['turn of all', ofDrift((drift) => degrees(drift.meanRotation))],
          ['born', ofDrift(({ nBorn }) => String(nBorn))],
          ['lost', ofDrift(({ nLost }) => String(nLost))],
          ['words kept', ofDrift((drift) => percent(drift.meanJaccard))]
        ] satisfies readonly Column[])
      : []),
    ...record.sides.map(({ role }): Column => [
      `${role} signs`,
      ({ sides }) => {
        const side = sides.find((other) => other.role === role)
        if (side === undefined) return '-'
        return `${percent(side.shareAboveChance)}${side.isReadable ? '' : ' !'}`
      }
    ])
  ]
  const rows = record.layers.map((layer) => columns.map(([, value]) => value(layer)))
  const isUnreadable = record.layers.some(({ sides }) => sides.some((side) => !side.isReadable))
  return [
    'angle: mean principal angle of the leading subspaces; turn: mean rotation of matched concepts',
    'signs: share of concepts whose words hang together better than those of random directions',
    ...[columns.map(([title]) => title), ...rows].map((row) =>
      row
        .map((text) => padded(text, columnWidth))
        .join('')
        .trimEnd()
    ),
    ...(isUnreadable ? ['! no more readable concepts than chance would give'] : [])
  ]
}

function wordLines({ layer, sides }: ConceptsLayer, words: readonly string[]): string[] {
  return sides.flatMap((side) =>
    Array.from({ length: Math.min(mostConcepts, side.labels.length) }, (_, direction) => {
      const label = side.labels[direction]
      const about = label?.description ? ` (${displayText(label.description)})` : ''
      return `${side.role} ${layer}.${direction}: ${topWords(side, direction, words)}${about}`
    })
  )
}

function topWords(side: ConceptsLayerSide, direction: number, words: readonly string[]): string {
  const width = side.topWords.length / side.eigenvalues.length
  const first = direction * width
  return Array.from(side.topWords.subarray(first, first + Math.min(width, mostWords)))
    .map((word) => displayText(words[word] ?? ''))
    .join(', ')
}

function meanAngle({ subspaces }: ConceptsDriftSummary, k: number): number {
  // Where a model has fewer directions, the largest subspace that there is.
  const found = subspaces.find((subspace) => subspace.k === k) ?? subspaces.at(-1)
  return found?.meanAngle ?? 0
}

function degrees(radians: number): string {
  return `${((radians * 180) / Math.PI).toFixed(1)}°`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
