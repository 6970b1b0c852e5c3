/** Data sets of studies as they are read, mapped and shown: rows of a file become cases. */
import type { Span } from '../attribution-record.ts'

export type DatasetFormat = 'jsonl' | 'csv' | 'tsv' | 'parquet'

/** What to take where the instruction's text stands in the prompt more than once. */
export type InstructionMatch = 'only' | 'first' | 'last' | 'all'

/**
 * Which column is what. Column names as in the file; null where there is none. A column of chat messages
 * (`[{role, content}]`) is named for the prompt alone: the last user turn is then the prompt, the assistant's
 * answer after it the response.
 */
export interface StudyMapping {
  /** What a case is called; null numbers the rows. Must be unique. */
  readonly id: string | null
  readonly prompt: string
  /** An input that belongs below the prompt (Alpaca style); the prompt column is then the instruction. */
  readonly input: string | null
  /** The given response or reference. */
  readonly response: string | null
  /** Spans ([[start, end]], code points of the prompt) or the instruction's text; told apart by value. */
  readonly instruction: string | null
  readonly instructionMatch: InstructionMatch
  readonly group: string | null
  /** How well the tuned model's response follows the instruction: null, −1, 0 unrated, 1 unfollowed, 2 and more followed. */
  readonly rating: string | null
}

/** What a column can be named for. */
export const mappedFields = [
  'id',
  'prompt',
  'input',
  'response',
  'instruction',
  'group',
  'rating'
] as const satisfies readonly (keyof StudyMapping)[]

/** A row that cannot be a case, or only a part of one. */
export interface BadRow {
  /** 1-based line of the file where the row begins; 1-based row for Parquet. */
  readonly line: number
  /** What was found and what was expected, in plain words. */
  readonly problem: string
}

/** One case of a study: a row that was mapped. */
export interface StudyCase {
  /** Unique within the study. */
  readonly caseId: string
  /** Empty where the data set has no groups. */
  readonly group: string
  /** Stripped. */
  readonly prompt: string
  /** Stripped; null where the data set gives none. */
  readonly reference: string | null
  /** Code points of the stripped prompt; empty where no instruction is known: such a case has no score. */
  readonly instructionSpans: readonly Span[]
  /** As the data set gives them. For a computed study a rating is of the tuned model. */
  readonly ratings: Readonly<Record<'base' | 'tuned', number | null>>
  readonly line: number
}

/** What a study keeps of its data set. */
export interface DatasetSummary {
  /** The file's name. */
  readonly name: string
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string
  readonly format: DatasetFormat | 'recorded' | 'inseq'
  readonly nRows: number
  /** Null for recorded runs. */
  readonly mapping: StudyMapping | null
  /** Every row that was left out, with its line. */
  readonly badRows: readonly BadRow[]
  /** Sound rows beyond the number of cases asked for. */
  readonly nNotTaken: number
}

/** A data set before a run: its columns, the mapping proposed or in use, and what comes of it. */
export interface DatasetPreview {
  readonly name: string
  readonly sha256: string
  readonly format: DatasetFormat
  readonly sizeBytes: number
  readonly nRows: number
  readonly columns: readonly DatasetColumn[]
  /** The one asked about, else the one proposed; null where no column looks like a prompt. */
  readonly mapping: StudyMapping | null
  /** Cases that the mapping gives. */
  readonly nCases: number
  /** Of those, how many have what. */
  readonly nWithResponse: number
  readonly nWithInstruction: number
  readonly nRated: number
  /** Groups with their number of cases, in the order they appear; at most 1,000. */
  readonly groups: readonly { readonly group: string; readonly nCases: number }[]
  /** The first cases as they would run. */
  readonly firstCases: readonly StudyCase[]
  /** All of them, line by line. */
  readonly badRows: readonly BadRow[]
  /** Rows whose instruction text stands in the prompt more than once: `instructionMatch` decides. */
  readonly nAmbiguous: number
  /** What a reader should know, in plain words. */
  readonly notes: readonly string[]
}

export interface DatasetColumn {
  readonly name: string
  /** What most of its values are. */
  readonly type: 'text' | 'number' | 'spans' | 'messages' | 'other'
  /** The first values as text, each cut to 200 characters. */
  readonly examples: readonly string[]
}
