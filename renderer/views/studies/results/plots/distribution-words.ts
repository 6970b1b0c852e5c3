import { quantileSorted } from 'simple-statistics'
import type { StudyMode } from '../../../../../preload/analysis/studies/record.ts'
import { changeWords } from '../../../../components/words/number-words.ts'
import { countWords } from '../../study-words.ts'
import { risesAndFalls, type ScorePair } from './slope-plot.ts'

/** What the pairs show, in a sentence. */
export function distributionFindings(
  pairs: readonly ScorePair[],
  nScored: number,
  mode: StudyMode
): readonly string[] {
  if (pairs.length === 0) {
    return [`${countWords(nScored, 'case')} with a score in one model; no pairs to compare.`]
  }
  const { rise, fall } = risesAndFalls(pairs)
  const nEqual = fall.filter(({ base, tuned }) => base === tuned).length
  const nFall = fall.length - nEqual
  const middle = quantileSorted(
    pairs.map(({ base, tuned }) => tuned - base).sort((a, b) => a - b),
    0.5
  )
  return [
    `${rise.length} of ${countWords(pairs.length, 'case')} score higher after tuning, ${nFall} lower` +
      `${nEqual > 0 ? `, ${nEqual} the same` : ''}; the median change is ${changeWords(middle)}.`,
    ...(mode === 'own'
      ? ['Empty responses score 0 and own responses differ in length: look at length-matched too.']
      : [])
  ]
}
