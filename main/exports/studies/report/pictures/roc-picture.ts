import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import type { ScoreRoc } from '../../../../../preload/analysis/studies/score-roc.ts'
import { markup, type Markup } from '../markup.ts'
import { horizontalAxis, linePath, picture, verticalAxis } from './picture.ts'
import { linearAxis } from './plot-scale.ts'
import { fixed, intervalWords } from '../report-words.ts'

const width = 300
const height = 304
const [left, right, top, bottom] = [44, 284, 24, 264]

/** Null where there is no curve. */
export function rocPicture(roc: ScoreRoc, role: StudyRole): Markup | null {
  if (roc.auc === null) return null
  const x = linearAxis([0, 1], [left, right])
  const y = linearAxis([0, 1], [bottom, top])
  const points = roc.points.map(
    ({ falsePositiveRate, truePositiveRate }) =>
      [x.at(falsePositiveRate), y.at(truePositiveRate)] as const
  )
  const title = `AUC ${fixed(roc.auc)} ${intervalWords(roc.interval)}`
  return picture(
    { title, width, height },
    [],
    markup`${horizontalAxis(x, bottom, bottom, 'share of unfollowed called followed')}${verticalAxis(y, left, right, 'share of followed called followed')}<path class="diagonal" d="M${left} ${bottom}L${right} ${top}"/><path class="curve ${role}" d="${linePath(points)}"/>`
  )
}
