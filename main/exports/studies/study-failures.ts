import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'

/** Cases without a map, by name: what every JSON of a study lists. */
export function studyFailures({ failures, cases }: Pick<StudyRecord, 'failures' | 'cases'>) {
  return failures.map(({ case: index, role, problem }) => ({
    case: cases[index]!.caseId,
    role,
    problem
  }))
}
