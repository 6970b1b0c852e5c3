/**
 * What makes the tables of a study say less than they seem to, in sentences. Pairs that length matching left
 * out are told with the verdict.
 */
import { lengthWarning } from '../../../../../preload/analysis/studies/length-warning.ts'
import type { StudyMode, StudyRecord } from '../../../../../preload/analysis/studies/record.ts'
import { countWords } from '../../study-words.ts'

export function tableWarnings(record: StudyRecord, mode: StudyMode): readonly string[] {
  const sides = record.runs.find((run) => run.mode === mode)?.sides ?? []
  const nDone = Math.min(...sides.map(({ state }) => state.filter((value) => value !== 0).length))
  const lengths = mode === 'own' ? lengthWarning(record) : null
  const failed = new Set(record.failures.map(({ case: index }) => index)).size
  const unmarked = record.cases.filter(({ instructionSpans }) => instructionSpans.length === 0)
  return [
    ...(record.isPartial
      ? [
          `Partial: ${Number.isFinite(nDone) ? nDone : 0} of ${countWords(record.cases.length, 'case')} done so far.`
        ]
      : []),
    ...(lengths ? [lengths.text] : []),
    ...(failed > 0
      ? [`${countWords(failed, 'case')} could not be run and count nowhere; why is under About.`]
      : []),
    ...(unmarked.length > 0
      ? [`${countWords(unmarked.length, 'case')} without an instruction: no score.`]
      : [])
  ]
}
