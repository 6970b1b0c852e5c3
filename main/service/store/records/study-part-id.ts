import type { StudyRole } from '../../../../preload/analysis/studies/record.ts'

/** Which of a study's maps a part holds: one computed case, or a block of recorded ones. */
export interface StudyPartId {
  readonly source: 'case' | 'recorded'
  readonly role: StudyRole
  /** The case's index, or the block's. */
  readonly index: number
}

export function studyPartId({ source, role, index }: StudyPartId): string {
  return `${source}/${role}/${index}`
}

/** Null for an id that is no part of a study. */
export function parseStudyPartId(partId: string): StudyPartId | null {
  const [, source, role, digits] =
    /^(case|recorded)\/(base|tuned)\/(0|[1-9]\d{0,8})$/.exec(partId) ?? []
  if (digits === undefined) return null
  return {
    source: source === 'case' ? 'case' : 'recorded',
    role: role === 'base' ? 'base' : 'tuned',
    index: Number(digits)
  }
}
