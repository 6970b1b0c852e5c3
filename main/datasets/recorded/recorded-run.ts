import type { Span } from '../../../preload/analysis/attribution-record.ts'
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'

/** A case as one model's run recorded it; its map is read apart. */
export interface RecordedRow {
  /** Unique in its file. */
  readonly caseId: string
  /** 1-based line of the file; 1-based place in a list where the file has no lines. */
  readonly line: number
  /** Empty where the file has no groups. */
  readonly group: string
  /** Stripped. */
  readonly prompt: string
  /** Code points of the stripped prompt, as given. */
  readonly instructionSpans: readonly Span[]
  /** Counted from the first prompt token, ascending. */
  readonly instructionTokens: readonly number[]
  /** [N] */
  readonly promptTokens: readonly string[]
  /** [M] */
  readonly responseTokens: readonly string[]
  readonly rating: number | null
}

/** One model's recorded run: its sound cases, checked against their maps, and a way to each map. */
export interface RecordedRun {
  readonly format: 'recorded' | 'inseq'
  /** The file that was asked for. */
  readonly fileName: string
  readonly model: string
  /** SHA-256 of the file that holds the cases, and of the one that holds the maps; hex. */
  readonly casesHash: string
  readonly mapsHash: string
  /** All maps are salient maps, integers 0 to 10; else they are raw importance. */
  readonly isLevels: boolean
  readonly nRows: number
  readonly rows: readonly RecordedRow[]
  /** Rows that were left out, and flaws of rows that were kept. */
  readonly badRows: readonly BadRow[]
  readonly notes: readonly string[]
  /** [N, M] of a row, row-major; a `Uint8Array` where `isLevels`. */
  readMap(row: number): Promise<Uint8Array | Float32Array>
}
