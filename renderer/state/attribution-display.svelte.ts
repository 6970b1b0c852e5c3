import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { importanceDensity } from '../../preload/analysis/density.ts'
import { instructionTokens } from '../../preload/analysis/instruction-tokens.ts'
import type { Finding } from '../../preload/analysis/importance-verdict.ts'
import type { Matrix } from '../../preload/analysis/matrix.ts'
import type { SalientMap } from '../../preload/analysis/salient-map.ts'
import type { SalienceSettings } from '../../preload/analysis/salience-settings.ts'
import type { Role } from '../../preload/data.ts'
import { MatrixLink } from '../matrix/matrix-link.svelte.ts'
import { compareSides } from '../views/attribution/comparison.ts'
import { scoreOf, signsOf, type SideSigns } from '../views/attribution/measure-side.ts'
import { cutAt, levelMap } from '../views/attribution/salient-levels.ts'
import { shownAxes, type Level, type ShownAxes } from '../views/attribution/shown-axes.ts'
import {
  mapDifference,
  matrixAtLevel,
  normalisedColumns,
  rawMatrix,
  shownRows,
  takeRows,
  type MapMode,
  type ShownEstimator
} from '../views/attribution/shown-map.ts'

export type Arrangement = 'both' | 'base' | 'tuned' | 'difference'

/** Measured within a few milliseconds. */
const quickEntries = 20_000
const afterDrawingMs = 50

/** One side as it is drawn. */
export interface ShownSide {
  readonly side: AttributionSide
  /** Rows and columns that are drawn. */
  readonly axes: ShownAxes
  /** [rows, columns] of `axes`: raw importance, and what it is drawn as. */
  readonly raw: Matrix
  readonly values: ArrayLike<number>
  /** [rows] of `axes`, 0 to 1 */
  readonly density: Float64Array
  readonly score: number | null
}

/** How a record is looked at. Each step is derived from the one before, so a slider redoes only the last. */
export class AttributionDisplay {
  arrangement = $state<Arrangement>('both')
  mode = $state<MapMode>('salient')
  estimator = $state<ShownEstimator>('gradient')
  #level = $state<Level>('token')
  hidesFirst = $state(false)
  hidesSpecial = $state(false)
  /** Draws the map without the entries at or below b, as the density sees it. */
  cutsMap = $state(false)
  levels = $state(10)
  threshold = $state(7)
  norm = $state(4)
  readonly link = new MatrixLink()

  #record: () => AttributionRecord | null

  constructor(record: () => AttributionRecord | null) {
    this.#record = record
  }

  readonly #threshold = $derived(Math.min(this.threshold, this.levels))
  readonly salience: SalienceSettings = $derived({
    levels: this.levels,
    threshold: this.#threshold,
    norm: this.norm
  })

  readonly comparison = $derived.by(() => {
    const record = this.#record()
    return record && compareSides(record)
  })

  /** A difference needs the same response; each on its own has none. */
  readonly canSubtract = $derived(
    this.comparison !== null && this.comparison.isPair && this.comparison.hasSameResponse
  )

  readonly hasLeaveOneOut = $derived.by(
    () => this.#record()?.sides.some(({ leaveOneOut }) => leaveOneOut) ?? false
  )

  /** What can really be shown of what was chosen. */
  readonly shownArrangement: Arrangement = $derived.by(() => {
    const roles = this.#record()?.sides.map(({ role }) => role) ?? []
    if (roles.length === 1) return roles[0]!
    return this.arrangement === 'difference' && !this.canSubtract ? 'both' : this.arrangement
  })

  /** Tokens of different tokenizers cannot stand side by side. */
  readonly needsWords = $derived(
    this.comparison !== null &&
      (this.shownArrangement === 'both' || this.shownArrangement === 'difference') &&
      (!this.comparison.hasSamePromptTokens ||
        (this.comparison.hasSameResponse && !this.comparison.hasSameResponseTokens))
  )
  readonly shownLevel: Level = $derived(
    this.needsWords && this.level === 'token' ? 'word' : this.level
  )

  readonly #axes = $derived.by(() => {
    const record = this.#record()
    return record ? shownAxes(record, this.shownLevel) : []
  })
  readonly #rows = $derived.by(() => {
    // Looked at alone, a side has its own rows; otherwise rows must stay aligned.
    const hidden = { first: this.hidesFirst, special: this.hidesSpecial }
    return this.#isAligned
      ? this.#axes.map(() => shownRows(this.#axes, hidden))
      : this.#axes.map((axes) => shownRows([axes], hidden))
  })
  readonly #isAligned = $derived(
    this.#axes.every(({ rows }) => rows.length === this.#axes[0]?.rows.length)
  )
  readonly #tokenRaw = $derived.by(() =>
    (this.#record()?.sides ?? []).map((side) => rawMatrix(side, this.estimator))
  )
  readonly #whole = $derived(
    this.#tokenRaw.map((raw, i) => matrixAtLevel(raw, this.shownLevel, this.#axes[i]!))
  )
  readonly #raw = $derived(
    this.#whole.map((matrix, i) => {
      const rows = this.#rows[i]!
      return rows.length === matrix.rows ? matrix : takeRows(matrix, rows)
    })
  )
  /** What is drawn, by side; does not change with p. */
  readonly values = $derived.by((): readonly ArrayLike<number>[] => {
    if (this.mode === 'raw') return this.#raw.map(({ data }) => data)
    if (this.mode === 'normalised') return this.#raw.map(normalisedColumns)
    const cut = this.cutsMap ? this.#threshold : 0
    return this.#raw.map((raw) => cutAt(levelMap(raw, this.levels), cut).data)
  })
  readonly #tokenLevels = $derived(this.#levelsOf(this.#tokenRaw))
  readonly #unitLevels = $derived(
    this.shownLevel === 'token' ? this.#tokenLevels : this.#levelsOf(this.#whole)
  )
  /** By tokens, all of them: what the score is made of. */
  readonly #tokenDensity = $derived(
    this.#tokenLevels.map((map) => importanceDensity(map, this.norm))
  )
  readonly #unitDensity = $derived(
    this.shownLevel === 'token'
      ? this.#tokenDensity
      : this.#unitLevels.map((map) => importanceDensity(map, this.norm))
  )

  readonly sides: readonly ShownSide[] = $derived.by(() => {
    const record = this.#record()
    if (!record) return []
    return record.sides.map((side, i): ShownSide => {
      const rows = this.#rows[i]!
      const axes = this.#axes[i]!
      const density = this.#unitDensity[i]!
      return {
        side,
        axes: { rows: rows.map((row) => axes.rows[row]!), columns: axes.columns },
        raw: this.#raw[i]!,
        values: this.values[i]!,
        density: Float64Array.from(rows, (row) => density[row]!),
        score: scoreOf(record, side, this.#tokenDensity[i]!)
      }
    })
  })

  /** Sides of the arrangement on screen. */
  readonly onScreen = $derived(
    this.sides.filter(
      ({ side }) =>
        this.shownArrangement === 'both' ||
        this.shownArrangement === 'difference' ||
        side.role === this.shownArrangement
    )
  )

  readonly difference = $derived.by(() => {
    const [base, tuned] = this.#raw
    if (this.shownArrangement !== 'difference' || !base || !tuned) return null
    return mapDifference(base, tuned)
  })

  /** |K| of each side; models with the same tokenizer share it. */
  readonly nInstructionTokens: readonly number[] = $derived.by(() => {
    const record = this.#record()
    const counts = (record?.sides ?? []).map(
      (side) => instructionTokens(side, record?.instructionSpans ?? [])?.length ?? 0
    )
    return [...new Set(counts)]
  })

  /** Signs of failure, by side; empty until they are known. */
  signs = $state.raw<readonly SideSigns[]>([])

  /** What speaks against reading a side's map; an empty response is no failure and is said elsewhere. */
  findingsOf(role: Role): readonly Finding[] {
    const at = this.sides.findIndex(({ side }) => side.role === role)
    return (this.signs[at]?.findings ?? []).filter(({ kind }) => kind !== 'empty-response')
  }

  /**
   * Measures the signs of a whole record: at once where that is quick, else when the map has been
   * drawn. Returns a function that calls it off.
   */
  measureSigns(record: AttributionRecord | null): () => void {
    if (!record || record.isPartial) {
      this.signs = []
      return () => {}
    }
    const nEntries = record.sides.reduce((sum, { importance }) => sum + importance.length, 0)
    const measure = (): void => void (this.signs = record.sides.map(signsOf))
    if (nEntries <= quickEntries) {
      measure()
      return () => {}
    }
    this.signs = []
    const timer = setTimeout(measure, afterDrawingMs)
    return () => clearTimeout(timer)
  }

  get level(): Level {
    return this.#level
  }

  /** Cells of another level are other cells: what was pointed at means nothing there. */
  set level(level: Level) {
    if (level === this.#level) return
    this.#level = level
    this.link.reset()
  }

  /** A new record is looked at from the start, with the settings that were chosen before. */
  reset(): void {
    this.link.reset()
    if (!this.hasLeaveOneOut) this.estimator = 'gradient'
  }

  #levelsOf(matrices: readonly Matrix[]): readonly SalientMap[] {
    return matrices.map((raw) => cutAt(levelMap(raw, this.levels), this.#threshold))
  }
}
