import type { StudyRecord } from './record.ts'

export interface RecordedGroup {
  readonly n: number
  /** Null where n is 0. */
  readonly mean: number | null
  /** Population standard deviation. */
  readonly sd: number | null
}

/** Welch's p, one-sided "less", or why there is none. */
export type RecordedP = number | 'n too small' | 'no spread'

/** The paper's two tables of one data set (a group of cases). */
export interface RecordedDataset {
  /** By the models' names, and `p_less`. */
  readonly pretrained_vs_tuned: Readonly<Record<string, RecordedGroup | RecordedP>>
  readonly unfollowed_vs_followed: {
    readonly unfollowed: RecordedGroup
    readonly followed: RecordedGroup
    readonly p_less: RecordedP
  }
}

/** The paper's figures by data set, with the paper's constants, unrounded (form of `expected.json`). */
export function datasetsOf(record: StudyRecord): Readonly<Record<string, RecordedDataset>> {
  throw new Error(`not yet: ${record.source}`)
}

/** Instruction score of every case by `model/case`, with the paper's constants (form of `scores.json`). */
export function scoresOf(record: StudyRecord): Readonly<Record<string, number>> {
  throw new Error(`not yet: ${record.source}`)
}
