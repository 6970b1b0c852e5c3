/** Whether a result hangs on the method's constants: the same comparison under other L, b and p. */
import { defaultSalience } from '../salience-settings.ts'
import type { SalienceSettings } from '../salience-settings.ts'
import { fewestPairs, modelSamples } from './compare-models.ts'
import type { TwoSamples } from './compare-models.ts'
import { followedSamples } from './compare-followed.ts'
import { effectOf, sampleOf } from './compare-samples.ts'
import type { TestOutcome } from './comparison.ts'
import { alpha } from './p-value.ts'
import type { StudyMode, StudyRecord, StudyRole } from './record.ts'
import { welchOutcome } from './test-outcome.ts'

/** What a sweep goes through: every b with every L and every p. */
export interface SensitivityGrid {
  /**
   * b in tenths of L, so that it takes away as much at every L: b = ⌊tenths · L / 10⌋. At L = 10 it is b
   * itself; a b of 7 as it stands would leave nothing of L = 5.
   */
  readonly tenths: readonly number[]
  /** L, of 10, 5 and 2 */
  readonly levels: readonly number[]
  /** p */
  readonly norms: readonly number[]
}

/** 5 b × 3 L × 3 p about the paper's constants (b = 7 of L = 10, p = 4). */
export const defaultGrid: SensitivityGrid = {
  tenths: [5, 6, 7, 8, 9],
  levels: [10, 5, 2],
  norms: [3, 4, 5]
}

export interface SensitivityCell {
  readonly tenths: number
  readonly salience: SalienceSettings
  /**
   * False where an earlier cell has the same L, b and p: b is whole, so that of the five shares L = 5 tells
   * three apart (b = 2, 3, 4) and L = 2 one (b = 1). Such cells are not counted again.
   */
  readonly isDistinct: boolean
  readonly nFirst: number
  readonly nSecond: number
  readonly meanFirst: number | null
  readonly meanSecond: number | null
  readonly welch: TestOutcome
  readonly hedgesG: number | null
}

export interface Sensitivity {
  /** Null for all groups together. */
  readonly group: string | null
  /** Mean of the second − mean of the first under the paper's constants; null where one is missing. */
  readonly difference: number | null
  /** By L, then p, then b, in the order of the grid. */
  readonly cells: readonly SensitivityCell[]
  readonly nDistinct: number
  /** Distinct settings under which the means differ the way they do under the paper's constants. */
  readonly nSameSign: number
  /**
   * Of those, the ones with Welch p < 0.05, unadjusted: the sweep asks whether one test holds, it does not
   * look for the best.
   */
  readonly nSignificant: number
}

/** `compareModels` under every setting; lines in the same order. */
export function sensitivityOfModels(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  grid: SensitivityGrid = defaultGrid
): readonly Sensitivity[] {
  return sweep((salience) => modelSamples(record, mode, salience), grid, fewestPairs(mode))
}

/** `compareFollowed` under every setting. */
export function sensitivityOfFollowed(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  role: StudyRole,
  ratings: readonly (number | null)[],
  grid: SensitivityGrid = defaultGrid
): readonly Sensitivity[] {
  return sweep(
    (salience) => followedSamples(record, mode, role, ratings, salience),
    grid,
    fewestPairs(mode)
  )
}

/**
 * One sweep from sweeps of the same comparison over parts of a grid, for a page that must not freeze while
 * it waits for the whole. Cells in the order given.
 *
 * @param parts  one or more
 */
export function joinSensitivity(
  parts: readonly (readonly Sensitivity[])[]
): readonly Sensitivity[] {
  return (parts[0] ?? []).map(({ group, difference }, at) =>
    summarise(
      group,
      difference,
      parts.flatMap((lines) => lines[at]!.cells)
    )
  )
}

type CellOf = Omit<SensitivityCell, 'tenths' | 'salience' | 'isDistinct'>

function sweep(
  samplesOf: (salience: SalienceSettings) => readonly TwoSamples[],
  grid: SensitivityGrid,
  fewest: number
): readonly Sensitivity[] {
  const known = new Map<string, readonly CellOf[]>()
  const cellsOf = (salience: SalienceSettings): readonly CellOf[] => {
    const key = keyOf(salience)
    const cells = known.get(key) ?? samplesOf(salience).map((line) => cellOf(line, fewest))
    known.set(key, cells)
    return cells
  }
  const settings = settingsOf(grid)
  const byStep = settings.map(({ salience }) => cellsOf(salience))
  const usual = cellsOf(defaultSalience)
  return samplesOf(defaultSalience).map(({ group }, at) =>
    summarise(
      group,
      differenceOf(usual[at]!),
      settings.map((setting, i) => ({ ...setting, isDistinct: true, ...byStep[i]![at]! }))
    )
  )
}

function keyOf({ levels, threshold, norm }: SalienceSettings): string {
  return `${levels} ${threshold} ${norm}`
}

function settingsOf({ tenths, levels, norms }: SensitivityGrid): {
  readonly tenths: number
  readonly salience: SalienceSettings
}[] {
  return levels.flatMap((level) =>
    norms.flatMap((norm) =>
      tenths.map((share) => ({
        tenths: share,
        salience: { levels: level, threshold: Math.floor((share * level) / 10), norm }
      }))
    )
  )
}

function cellOf({ first, second }: TwoSamples, fewest: number): CellOf {
  const [x, y] = [first.values, second.values]
  return {
    nFirst: x.length,
    nSecond: y.length,
    meanFirst: sampleOf(first).mean,
    meanSecond: sampleOf(second).mean,
    welch: welchOutcome(x, y, fewest),
    hedgesG: effectOf(x, y, fewest).hedgesG
  }
}

function summarise(
  group: string | null,
  difference: number | null,
  all: readonly SensitivityCell[]
): Sensitivity {
  const seen = new Set<string>()
  const cells = all.map((cell) => {
    const isDistinct = !seen.has(keyOf(cell.salience))
    seen.add(keyOf(cell.salience))
    return { ...cell, isDistinct }
  })
  const distinct = cells.filter((cell) => cell.isDistinct)
  const sign = Math.sign(difference ?? 0)
  const same = distinct.filter((cell) => sign !== 0 && Math.sign(differenceOf(cell) ?? 0) === sign)
  const isSignificant = ({ welch }: SensitivityCell): boolean =>
    welch.kind === 'tested' && welch.p < alpha
  return {
    group,
    difference,
    cells,
    nDistinct: distinct.length,
    nSameSign: same.length,
    nSignificant: same.filter(isSignificant).length
  }
}

function differenceOf({ meanFirst, meanSecond }: CellOf): number | null {
  return meanFirst === null || meanSecond === null ? null : meanSecond - meanFirst
}
