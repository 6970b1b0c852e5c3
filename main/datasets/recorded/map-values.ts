import { recordedLevels } from '../../../preload/analysis/salient-map.ts'

/** What the numbers of a map are. */
export interface MapKind {
  /** Every number is an integer from 0 to 10. */
  readonly isLevels: boolean
  readonly largest: number
  /** Index of the first number that is NaN or infinite; null where all are finite. */
  readonly notFinite: number | null
}

export function mapKind(values: Float32Array): MapKind {
  let isLevels = true
  let largest = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) return { isLevels: false, largest, notFinite: i }
    if (value > largest) largest = value
    if (isLevels && !(value >= 0 && value <= recordedLevels && Number.isInteger(value))) {
      isLevels = false
    }
  }
  return { isLevels, largest, notFinite: null }
}

/** What a reader should know of the maps of a run. */
export function mapNotes(fileName: string, isLevels: boolean, largest: number): string[] {
  if (!isLevels) {
    return [`${fileName}: its maps are raw importance, levels are made of them here`]
  }
  if (largest < recordedLevels && largest > 0) {
    return [
      `${fileName}: its maps are salient maps whose largest level is ${largest}, expected ${recordedLevels}: they may have been recorded at another L`
    ]
  }
  return []
}
