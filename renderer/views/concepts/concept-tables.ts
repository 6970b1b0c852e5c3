/**
 * The tables of the Concepts tab as CSV. Fractions are 0 to 1, angles in degrees; layers count from 0,
 * concepts and ranks from 1, as on screen.
 */
import type { ShareComparison } from '../../../preload/analysis/concepts/shares.ts'
import { sharesTable } from '../../../preload/analysis/concepts/shares-table.ts'
import type {
  ConceptsRecord,
  ConceptsRole,
  WordHit
} from '../../../preload/analysis/concepts/record.ts'
import { csvLine, type CsvField } from '../../pictures/csv.ts'
import { conceptWords } from './concept-words.ts'
import type { RowFacts } from './layer-rows.ts'
import { comparedDimensions, degreesPerRadian, sideOf } from './layer-series.ts'

const degrees = (radians: number | undefined): number | null =>
  radians === undefined ? null : radians * degreesPerRadian

/** A line a layer: the drift and what tells whether its concepts can be read. */
export function driftCsv(record: ConceptsRecord): string {
  const dimensions = comparedDimensions(record)
  const roles = record.sides.map(({ role }) => role)
  const head: CsvField[] = [
    'layer',
    'rotation leading 10',
    'rotation all',
    ...dimensions.flatMap((k) => [`mean angle k ${k}`, `largest angle k ${k}`]),
    'rank change',
    'jaccard',
    'rank-biased overlap',
    'lost',
    'born',
    ...roles.flatMap((role) =>
      [
        'directions',
        'explained first',
        'explained kept',
        'coherence',
        'chance coherence',
        'chance line',
        'share above chance',
        'readable'
      ].map((name) => `${role} ${name}`)
    )
  ]
  const lines = record.layers.map((summary) => {
    const { drift } = summary
    return csvLine([
      summary.layer,
      degrees(drift?.meanRotationLeading),
      degrees(drift?.meanRotation),
      ...dimensions.flatMap((k) => {
        const subspace = drift?.subspaces.find((candidate) => candidate.k === k)
        return [degrees(subspace?.meanAngle), degrees(subspace?.maxAngle)]
      }),
      drift?.meanRankChange ?? null,
      drift?.meanJaccard ?? null,
      drift?.meanRankBiasedOverlap ?? null,
      drift?.nLost ?? null,
      drift?.nBorn ?? null,
      ...roles.flatMap((role): CsvField[] => {
        const side = sideOf(summary, role)
        if (!side) return Array.from({ length: 8 }, () => null)
        return [
          side.nDirections,
          side.explainedFirst,
          side.explainedKept,
          side.coherence,
          side.chanceCoherence,
          side.chanceLine,
          side.shareAboveChance,
          side.isReadable
        ]
      })
    ])
  })
  return csvLine(head) + lines.join('')
}

/** A line a row of the table on screen, in its order, with all words and signed scores. */
export function layerCsv(facts: RowFacts, shown: Int32Array, words: readonly string[]): string {
  const { rows, layer, labels } = facts
  const roles = layer.sides.map(({ role }) => role)
  const head: CsvField[] = [
    'layer',
    ...roles.flatMap((role) =>
      ['concept', 'explained', 'coherence', 'level', 'tasks', 'description', 'annotator'].map(
        (name) => `${role} ${name}`
      )
    ),
    'angle',
    'cos',
    'jaccard',
    'rank-biased overlap',
    'lost',
    'born',
    ...roles.map((role) => `${role} words`)
  ]
  const lines = Array.from(shown, (row) => {
    const lists = conceptWords(layer, rows.base[row]!, rows.tuned[row]!)
    return csvLine([
      layer.layer,
      ...roles.flatMap((role) => sideFields(facts, row, role, labels)),
      known(rows.angle[row]!),
      known(rows.cosine[row]!),
      known(rows.jaccard[row]!),
      known(rows.overlap[row]!),
      rows.isLost[row]!,
      rows.isBorn[row]!,
      ...roles.map((role) =>
        (lists[role] ?? [])
          .map(({ word, score }) => `${words[word] ?? ''} ${score.toFixed(4)}`)
          .join('; ')
      )
    ])
  })
  return csvLine(head) + lines.join('')
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function sideFields(
  { rows, layer }: RowFacts,
  row: number,
  role: ConceptsRole,
  labels: RowFacts['labels']
): CsvField[] {
  const side = layer.sides.find((candidate) => candidate.role === role)
  const direction = rows[role][row]!
  if (!side || direction < 0) return Array.from({ length: 7 }, () => null)
  const shown = labels[role]?.[direction]
  return [
    direction + 1,
    side.explained[direction]!,
    side.coherence[direction]!,
    shown?.label.level ?? null,
    shown?.label.tasks.join(' ') ?? null,
    shown?.label.description ?? null,
    shown ? [shown.annotator, shown.author].filter(Boolean).join(' ') : null
  ]
}

/** A line a group and label, with its test. */
export function sharesCsv(comparison: ShareComparison): string {
  const rows = sharesTable(comparison)
  const names = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[]
  return csvLine(names) + rows.map((row) => csvLine(names.map((name) => row[name]))).join('')
}

/** A line a hit of the words that were looked for. */
export function hitsCsv(hits: readonly WordHit[], words: readonly string[]): string {
  return (
    csvLine(['word', 'layer', 'model', 'concept', 'rank', 'score']) +
    hits
      .map(({ word, layer, role, direction, rank, score }) =>
        csvLine([words[word] ?? '', layer, role, direction + 1, rank + 1, score])
      )
      .join('')
  )
}
