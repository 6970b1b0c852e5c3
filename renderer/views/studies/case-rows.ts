import { caseScores } from '../../../preload/analysis/studies/case-scores.ts'
import { ratingsOf } from '../../../preload/analysis/studies/ratings.ts'
import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../preload/analysis/studies/record.ts'

/** A case under one mode, as it is listed. */
export interface CaseRow {
  /** Index into the record's cases. */
  readonly index: number
  readonly caseId: string
  readonly group: string
  /** Null where there is no score. */
  readonly base: number | null
  readonly tuned: number | null
  /** Tuned − base. */
  readonly difference: number | null
  readonly ratings: Readonly<Record<StudyRole, number | null>>
  /** Null while not done. */
  readonly nPrompt: number | null
  readonly nResponse: Readonly<Record<StudyRole, number | null>>
  /** Name, prompt and reference in lower case. */
  readonly text: string
}

/** What does not depend on how maps are scaled; worked out once a record and mode. */
export interface CaseFacts {
  readonly nPrompt: readonly (number | null)[]
  readonly nResponse: Readonly<Record<StudyRole, readonly (number | null)[]>>
  readonly texts: readonly string[]
}

export function caseFacts(record: StudyRecord, mode: StudyMode): CaseFacts {
  const run = record.runs.find((candidate) => candidate.mode === mode)
  const lengths = (role: StudyRole) => {
    const side = run?.sides.find((candidate) => candidate.role === role)
    return record.cases.map((_, i) => (side?.state[i] === 1 ? side.nResponse[i]! : null))
  }
  return {
    nPrompt: record.cases.map((_, i) => {
      const done = run?.sides.find(({ state }) => state[i] === 1)
      return done ? done.nPrompt[i]! : null
    }),
    nResponse: { base: lengths('base'), tuned: lengths('tuned') },
    texts: record.cases.map(({ caseId, prompt, reference }) =>
      `${caseId}\n${prompt}\n${reference ?? ''}`.toLowerCase()
    )
  }
}

/** In the order of the record. */
export function caseRows(
  record: StudyRecord,
  mode: StudyMode,
  salience: SalienceSettings,
  stored: readonly StoredRating[],
  facts: CaseFacts
): readonly CaseRow[] {
  const base = caseScores(record, mode, 'base', salience)
  const tuned = caseScores(record, mode, 'tuned', salience)
  const rated = {
    base: ratingsOf(record, stored, 'base'),
    tuned: ratingsOf(record, stored, 'tuned')
  }
  return record.cases.map(({ caseId, group }, index) => ({
    index,
    caseId,
    group,
    base: numberOrNull(base[index]!),
    tuned: numberOrNull(tuned[index]!),
    difference: numberOrNull(tuned[index]! - base[index]!),
    ratings: { base: rated.base[index]!, tuned: rated.tuned[index]! },
    nPrompt: facts.nPrompt[index]!,
    nResponse: { base: facts.nResponse.base[index]!, tuned: facts.nResponse.tuned[index]! },
    text: facts.texts[index]!
  }))
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
