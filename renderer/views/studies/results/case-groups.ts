/** Which groups of cases a picture shows. */
import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { groupWords } from './tables/test-cells.ts'

/** More stand too close to be read. */
export const mostGroupsShown = 8

/** Value of a select: all cases as one, every group beside the others, or one group. */
export type GroupChoice = 'all' | 'each' | `of ${string}`

export function groupsOf({ cases }: Pick<StudyRecord, 'cases'>): readonly string[] {
  return [...new Set(cases.map(({ group }) => group))]
}

/** All together, each beside the others where that can be read, and every single one. */
export function groupChoices(
  groups: readonly string[],
  { hasEach }: { readonly hasEach: boolean }
): readonly { readonly value: GroupChoice; readonly label: string }[] {
  if (groups.length < 2) return [{ value: 'all', label: 'All cases' }]
  return [
    { value: 'all', label: 'All cases together' },
    ...(hasEach && groups.length <= mostGroupsShown
      ? [{ value: 'each' as const, label: 'Group by group' }]
      : []),
    ...groups.map((group) => ({ value: `of ${group}` as const, label: groupWords(group) }))
  ]
}

/** The choice where it still exists, else the widest one. */
export function validChoice(
  wanted: GroupChoice,
  choices: readonly { readonly value: GroupChoice }[]
): GroupChoice {
  return choices.some(({ value }) => value === wanted) ? wanted : 'all'
}

/** For the title of a picture: which cases it is of, where that is not all of them. */
export function choiceTitle(title: string, choice: GroupChoice): string {
  return choice === 'all' || choice === 'each'
    ? title
    : `${title}, ${groupWords(choice.slice('of '.length))}`
}

/** Whether a case is of what was chosen. */
export function isOfChoice(group: string, choice: GroupChoice): boolean {
  return choice === 'all' || choice === 'each' || choice === `of ${group}`
}
