import type { StudyCase } from './dataset.ts'

/** Cases that a table compares in one line. */
export interface CaseGroup {
  /** Null for all groups together. */
  readonly group: string | null
  /** Indices, ascending. */
  readonly cases: readonly number[]
}

/**
 * The lines of a table: groups in order of appearance, then all together. Where the data set names no group
 * only the last; cases without one are the group '' where others have one.
 */
export function caseGroups(cases: readonly Pick<StudyCase, 'group'>[]): readonly CaseGroup[] {
  const groups = new Map<string, number[]>()
  cases.forEach(({ group }, index) => {
    const members = groups.get(group)
    if (members === undefined) groups.set(group, [index])
    else members.push(index)
  })
  const all = { group: null, cases: cases.map((_, index) => index) }
  const isNamed = [...groups.keys()].some((group) => group !== '')
  return isNamed
    ? [...Array.from(groups, ([group, members]) => ({ group, cases: members })), all]
    : [all]
}
