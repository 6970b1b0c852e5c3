import { levels, type Level, type Task } from '../../../preload/analysis/concepts/labels.ts'
import type {
  ConceptsLayer,
  ConceptsLayerSide,
  ConceptsLayerSummary,
  ConceptsRole
} from '../../../preload/analysis/concepts/record.ts'
import { degreesPerRadian, sideOf } from './layer-series.ts'
import type { LayerLabelsShown } from './shown-labels.ts'

/** The concepts of a layer, a matched pair a row; n rows. Numbers are NaN where a row has none. */
export interface LayerRows {
  readonly n: number
  /** [n], directions; −1 where a row has none of that model */
  readonly base: Int32Array
  readonly tuned: Int32Array
  /** [n], between the matched directions, in degrees */
  readonly angle: Float64Array
  readonly cosine: Float64Array
  readonly jaccard: Float64Array
  readonly overlap: Float64Array
  /** [n], 1 where the row's base concept is lost, and its tuned one born */
  readonly isLost: Uint8Array
  readonly isBorn: Uint8Array
  /** Rows hold two models' concepts side by side. */
  readonly isPaired: boolean
}

/** Each base concept with its partner, then tuned concepts that are nobody's partner. */
export function layerRows({ sides, drift }: ConceptsLayer): LayerRows {
  const count = (role: ConceptsRole): number =>
    sides.find((side) => side.role === role)?.eigenvalues.length ?? 0
  const nBase = count('base')
  const nTuned = count('tuned')
  const partners = drift?.matched ?? new Int32Array(nBase).fill(-1)
  const taken = new Set(partners)
  const alone = Array.from({ length: nTuned }, (_, t) => t).filter((t) => !taken.has(t))
  const n = nBase + alone.length
  const base = Int32Array.from({ length: n }, (_, row) => (row < nBase ? row : -1))
  const tuned = Int32Array.from({ length: n }, (_, row) =>
    row < nBase ? partners[row]! : alone[row - nBase]!
  )
  const ofPair = (values: ArrayLike<number> | undefined): Float64Array =>
    Float64Array.from({ length: n }, (_, row) =>
      values && row < nBase && tuned[row]! >= 0 ? values[row]! : NaN
    )
  const cosine = ofPair(drift?.cosines)
  return {
    n,
    base,
    tuned,
    cosine,
    // Rounding may take a cosine of float32 past 1.
    angle: cosine.map((value) => Math.acos(Math.min(1, value)) * degreesPerRadian),
    jaccard: ofPair(drift?.jaccard),
    overlap: ofPair(drift?.rankBiasedOverlap),
    isLost: Uint8Array.from(base, (r) => (r >= 0 ? (drift?.isLost[r] ?? 0) : 0)),
    isBorn: Uint8Array.from(tuned, (t) => (t >= 0 ? (drift?.isBorn[t] ?? 0) : 0)),
    isPaired: drift !== null
  }
}

export type RowKey =
  | 'rank'
  | 'tuned-rank'
  | 'explained'
  | 'coherence'
  | 'label'
  | 'angle'
  | 'cosine'
  | 'jaccard'
  | 'overlap'

export interface RowOrder {
  readonly key: RowKey
  readonly isDescending: boolean
}

export interface RowFilter {
  /** Every word must occur in the words or labels of either side. */
  readonly text: string
  readonly task: Task | 'none' | null
  readonly level: Level | null
  readonly fate: 'all' | 'lost' | 'born'
  /** Only concepts more coherent than 95 % of random directions. */
  readonly aboveChance: boolean
}

export const noFilter: RowFilter = {
  text: '',
  task: null,
  level: null,
  fate: 'all',
  aboveChance: false
}

/** What rows are sorted and filtered by, of one layer under one annotator. */
export interface RowFacts {
  readonly rows: LayerRows
  readonly layer: ConceptsLayer
  readonly labels: LayerLabelsShown
  readonly summary: ConceptsLayerSummary
  /** [n], lower case: words and labels of both sides */
  readonly texts: readonly string[]
}

export function rowFacts(
  rows: LayerRows,
  layer: ConceptsLayer,
  labels: LayerLabelsShown,
  summary: ConceptsLayerSummary,
  words: readonly string[]
): RowFacts {
  const ofSide = layer.sides.map((side) => sideTexts(side, labels, words))
  const texts = Array.from({ length: rows.n }, (_, row) =>
    layer.sides
      .map(({ role }, i) => ofSide[i]![rows[role][row]!] ?? '')
      .join(' ')
      .toLowerCase()
  )
  return { rows, layer, labels, summary, texts }
}

function sideTexts(
  side: ConceptsLayerSide,
  labels: LayerLabelsShown,
  words: readonly string[]
): string[] {
  const nConcepts = side.eigenvalues.length
  const nWords = nConcepts === 0 ? 0 : side.topWords.length / nConcepts
  return Array.from({ length: nConcepts }, (_, r) => {
    const own = Array.from(side.topWords.subarray(r * nWords, (r + 1) * nWords), (w) => words[w])
    const label = labels[side.role]?.[r]?.label
    return [...own, label?.description ?? '', label?.level ?? '', ...(label?.tasks ?? [])].join(' ')
  })
}

/** Rows in sight, in order: indices into the rows of the layer. */
export function shownRows(facts: RowFacts, filter: RowFilter, order: RowOrder): Int32Array {
  const wanted = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const passes: number[] = []
  for (let row = 0; row < facts.rows.n; row++) {
    if (passesFilter(facts, row, filter, wanted)) passes.push(row)
  }
  const keys = orderKeys(facts, order.key)
  const sign = order.isDescending ? -1 : 1
  // Rows without a number stay at the end whichever way one sorts.
  const compare = (a: number, b: number): number => {
    const [x, y] = [keys[a]!, keys[b]!]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
    return sign * (x - y) || a - b
  }
  return Int32Array.from(passes.sort(compare))
}

function passesFilter(
  { rows, layer, labels, summary, texts }: RowFacts,
  row: number,
  { task, level, fate, aboveChance }: RowFilter,
  wanted: readonly string[]
): boolean {
  if (fate === 'lost' && rows.isLost[row] !== 1) return false
  if (fate === 'born' && rows.isBorn[row] !== 1) return false
  if (!wanted.every((word) => texts[row]!.includes(word))) return false
  const present = layer.sides.filter(({ role }) => rows[role][row]! >= 0)
  const labelled = present.map(({ role }) => labels[role]?.[rows[role][row]!]?.label)
  if (level !== null && !labelled.some((label) => label?.level === level)) return false
  if (task !== null) {
    const has = labelled.some((label) =>
      task === 'none' ? label?.tasks.length === 0 : label?.tasks.includes(task)
    )
    if (!has) return false
  }
  return (
    !aboveChance ||
    present.some(
      ({ role, coherence }) =>
        coherence[rows[role][row]!]! > (sideOf(summary, role)?.chanceLine ?? Infinity)
    )
  )
}

/** [n]; of both sides' numbers the base's counts, else the tuned model's. */
function orderKeys({ rows, layer, labels }: RowFacts, key: RowKey): Float64Array {
  const side = (role: ConceptsRole) => layer.sides.find((candidate) => candidate.role === role)
  const either = (read: (side: ConceptsLayerSide, direction: number) => number): Float64Array =>
    Float64Array.from({ length: rows.n }, (_, row) => {
      const role = rows.base[row]! >= 0 ? 'base' : 'tuned'
      const own = side(role)
      return own ? read(own, rows[role][row]!) : NaN
    })
  const ranks = (directions: Int32Array): Float64Array =>
    Float64Array.from(directions, (direction) => (direction < 0 ? NaN : direction))
  switch (key) {
    case 'rank':
      return ranks(rows.base.some((r) => r >= 0) ? rows.base : rows.tuned)
    case 'tuned-rank':
      return ranks(rows.tuned)
    case 'explained':
      return either(({ explained }, direction) => explained[direction]!)
    case 'coherence':
      return either(({ coherence }, direction) => coherence[direction]!)
    case 'label':
      return either(({ role }, direction) => {
        const label = labels[role]?.[direction]?.label
        return label ? levels.indexOf(label.level) : NaN
      })
    case 'angle':
    case 'cosine':
    case 'jaccard':
    case 'overlap':
      return rows[key]
  }
}

/** The row that holds a concept; −1 without one. */
export function rowOf(rows: LayerRows, role: ConceptsRole, direction: number): number {
  return rows[role].indexOf(direction)
}
