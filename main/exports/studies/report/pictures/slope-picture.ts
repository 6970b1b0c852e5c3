import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import type { StudyMode } from '../../../../../preload/analysis/studies/record.ts'
import type { StudyExport } from '../../study-rows.ts'
import { markup, type Markup } from '../markup.ts'
import { dotsPath, picture, verticalAxis } from './picture.ts'
import { linearAxis, px } from './plot-scale.ts'
import { modeNames } from '../report-words.ts'

const width = 320
const height = 300
const [left, base, tuned, right] = [44, 92, 252, 308]
const [top, bottom] = [28, 270]

/** A line a case from its score in the base to that in the tuned model, and the means in ink. */
export function slopePicture({ record, salience }: StudyExport, mode: StudyMode): Markup {
  const [before, after] = (['base', 'tuned'] as const).map((role) =>
    caseScores(record, mode, role, salience)
  )
  const pairs = record.cases
    .map((_, index) => [before![index]!, after![index]!] as const)
    .filter((pair) => pair.every((score) => !isNaN(score)))
  const axis = linearAxis(pairs.flat(), [bottom, top], { includesZero: true })
  const path = pairs
    .map(([from, to]) => `M${base} ${px(axis.at(from))}L${tuned} ${px(axis.at(to))}`)
    .join('')
  const nRising = pairs.filter(([from, to]) => to > from).length
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length
  const means = pairs.length === 0 ? '' : meanLine(axis.at(mean(0)), axis.at(mean(1)))
  return picture(
    {
      title: `${nRising} of ${pairs.length} cases rise, ${modeNames[mode].toLowerCase()}`,
      width,
      height
    },
    [],
    markup`${verticalAxis(axis, left, right)}<path class="slopes" style="opacity: ${opacityOf(pairs.length)}" d="${path}"/><path class="dots base" d="${dotsPath(pairs.map(([from]) => [base, axis.at(from)]))}"/><path class="dots tuned" d="${dotsPath(pairs.map(([, to]) => [tuned, axis.at(to)]))}"/>${means}<text class="name base" x="${base}" y="${bottom + 20}" text-anchor="middle">Base</text><text class="name tuned" x="${tuned}" y="${bottom + 20}" text-anchor="middle">Tuned</text>`
  )
}

function meanLine(from: number, to: number): Markup {
  return markup`<path class="mean" d="M${base} ${px(from)}L${tuned} ${px(to)}"/><text class="tick" x="${tuned + 10}" y="${px(to + 4)}">mean</text>`
}

/** Many lines are drawn thin, or they are one block. */
function opacityOf(nLines: number): string {
  return Math.max(0.08, Math.min(0.6, 24 / Math.max(nLines, 1))).toFixed(2)
}
