import type { FinishedUnit, JobResult, JsonPlain, UnitProgress, UnitResult } from './contract.ts'
import type { AnyRecord, LiveText } from '../../preload/data.ts'
import type { StudyCasePart, StudyRecord } from '../../preload/analysis/studies/record.ts'
import type { ConceptsLayer, ConceptsRecord } from '../../preload/analysis/concepts/record.ts'

/** What a unit may use while it runs. */
export interface UnitContext {
  /** Aborted on cancel or pause; looked at between native calls. */
  readonly signal: AbortSignal
  /** Progress inside the unit, 0–1. */
  readonly report: (fraction: number, phase?: string) => void
  readonly writeText: (text: Omit<LiveText, 'jobId'>) => void
  readonly lookUpFingerprint: (identity: string) => Promise<string | null>
  readonly rememberFingerprint: (identity: string, fingerprint: string) => Promise<void>
  /** A stored concepts result and its layers, for the annotation of it. */
  readonly readConcepts: (resultId: string) => Promise<ConceptsRecord>
  readonly readConceptsLayer: (resultId: string, layer: number) => Promise<ConceptsLayer>
  /** A stored study and its parts, for one that takes over finished cases; null where a part is not sound. */
  readonly readStudy: (resultId: string) => Promise<StudyRecord>
  readonly readStudyPart: (resultId: string, partId: string) => Promise<StudyCasePart | null>
  readonly lookUpAnswer: (key: string) => Promise<string | null>
  readonly rememberAnswer: (key: string, answer: string) => Promise<void>
  /** The secret of a language model's endpoint; null where none was given. */
  readonly endpointKey: () => Promise<string | null>
}

/** A step of a job. Its id says what it is and where it stands; the same job gives the same ids. */
export interface Unit {
  readonly unitId: string
  readonly phase: string
  /** Share of the whole job's work, for progress; units of a job sum to about 1. */
  readonly weight: number
}

/** Results of finished units by id. */
export type DoneUnits = ReadonlyMap<string, UnitResult>

/**
 * A resumable piece of work. Deterministic: `next` depends on nothing but the units done, and the first
 * units fix the plan (direction, batch, threads, device), so a run that was stopped gives the same bytes.
 */
export interface Job {
  /** The next unit, or null when all are done. */
  next(done: DoneUnits): Unit | null
  progress(done: DoneUnits): Pick<UnitProgress, 'unitsDone' | 'unitsTotal' | 'fraction'>
  run(unit: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult>
  /** Key fields once they are known (after fingerprints), else null. */
  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null
  /** The record of what is done so far; null while there is nothing to draw. */
  partial(done: DoneUnits): AnyRecord | null
  finish(done: DoneUnits): JobResult
  /** Memory is short: lets go of caches (`shed`), or of all that can be loaded again (`spill`). */
  relieve?(level: 'shed' | 'spill'): Promise<void>
  /** Frees sessions and files. */
  close(): Promise<void>
}

export function doneUnits(finished: readonly FinishedUnit[]): Map<string, UnitResult> {
  return new Map(finished.map(({ unitId, result }) => [unitId, result]))
}
