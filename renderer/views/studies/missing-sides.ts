import type {
  StudyCaseDetail,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../preload/analysis/studies/record.ts'
import { fewestMatchedTokens } from '../../../preload/analysis/studies/record.ts'

/** Models of a study that have no map of a case, and why, in plain words. */
export function missingSides(
  record: StudyRecord,
  mode: StudyMode,
  index: number,
  detail: StudyCaseDetail | undefined
): readonly { readonly role: StudyRole; readonly problem: string }[] {
  const run = record.runs.find((candidate) => candidate.mode === mode)
  return record.sides
    .filter(({ role }) => !detail?.sides.some((side) => side.role === role))
    .map(({ role }) => {
      const failure = record.failures.find((one) => one.case === index && one.role === role)
      if (failure) return { role, problem: failure.problem }
      const state = run?.sides.find((side) => side.role === role)?.state[index]
      return {
        role,
        problem:
          state !== 2
            ? 'Not computed yet.'
            : mode === 'length-matched'
              ? `Left out: a response has fewer than ${fewestMatchedTokens} tokens, or has no map.`
              : 'Left out.'
      }
    })
}
