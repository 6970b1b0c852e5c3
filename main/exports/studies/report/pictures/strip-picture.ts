import { caseGroups } from '../../../../../preload/analysis/studies/case-groups.ts'
import { caseScores } from '../../../../../preload/analysis/studies/case-scores.ts'
import type { StudyMode, StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { boxSummary } from '../../../../../preload/statistics/box-summary.ts'
import type { StudyExport } from '../../study-rows.ts'
import { foreignLine, markup, type Markup } from '../markup.ts'
import { dotsPath, horizontalAxis, legendItem, picture } from './picture.ts'
import { linearAxis, px, type Axis } from './plot-scale.ts'
import { groupWords, modeNames, roleNames } from '../report-words.ts'

const width = 560
const left = 128
const right = 548
const top = 8
const stripHeight = 22
const gap = 10
/** Quartiles of fewer say nothing. */
const fewestBoxed = 5
/** More dots are drawn smaller, or they are one block. */
const mostCoarse = 100
/** More would be a page of strips; the tables have them all. */
const mostGroups = 12

/**
 * Every case's score as a dot, by group and model, with a box of the quartiles, whiskers to the last case
 * within 1.5 boxes, and the median.
 */
export function stripPicture({ record, salience }: StudyExport, mode: StudyMode): Markup {
  const roles = record.sides.map(({ role }) => role)
  const scores = new Map(roles.map((role) => [role, caseScores(record, mode, role, salience)]))
  const groups = caseGroups(record.cases)
  const shown = [...groups.slice(0, -1).slice(0, mostGroups), groups.at(-1)!]
  const all = [...scores.values()].flatMap((each) => [...each]).filter((score) => !isNaN(score))
  const axis = linearAxis(all, [left, right], { includesZero: true })
  const rowHeight = roles.length * stripHeight + gap
  const bottom = top + shown.length * rowHeight
  const rows = shown.map(({ group, cases }, g) => {
    const y = top + g * rowHeight
    const strips = roles.map((role, r) => {
      const known = cases.map((index) => scores.get(role)![index]!).filter((score) => !isNaN(score))
      return strip(known, role, axis, y + (r + 0.5) * stripHeight)
    })
    const words = foreignLine(groupWords(group), 18)
    const middle = y + (roles.length * stripHeight) / 2 + 4
    return markup`<text class="name" x="${left - 12}" y="${px(middle)}" text-anchor="end">${words}</text>${strips}`
  })
  return picture(
    { title: `Instruction scores, ${modeNames[mode].toLowerCase()}`, width, height: bottom + 36 },
    roles.map((role) => legendItem(`dots ${role}`, roleNames[role])),
    [horizontalAxis(axis, top, bottom, 'instruction score'), rows]
  )
}

function strip(scores: readonly number[], role: StudyRole, axis: Axis, y: number): Markup {
  const dots = scores.map((score, i) => [axis.at(score), y + shake(i) * 7] as const)
  const fine = scores.length > mostCoarse ? 'fine ' : ''
  return markup`<path class="dots ${fine}${role}" d="${dotsPath(dots)}"/>${box(scores, role, axis, y)}`
}

function box(scores: readonly number[], role: StudyRole, axis: Axis, y: number): Markup | string {
  const summary = scores.length < fewestBoxed ? null : boxSummary(scores)
  if (summary === null) return ''
  const [first, middle, third] = summary.quartiles
  const x = (value: number) => px(axis.at(value))
  const [above, below] = [px(y - 6), px(y + 6)]
  return markup`<path class="box ${role}" d="M${x(summary.low)} ${px(y)}H${x(first)}M${x(third)} ${px(y)}H${x(summary.high)}M${x(first)} ${above}V${below}H${x(third)}V${above}Z"/><path class="median ${role}" d="M${x(middle)} ${px(y - 8)}V${px(y + 8)}"/>`
}

/** −1 to 1, evenly spread and the same every time: the golden ratio's multiples. */
function shake(index: number): number {
  return 2 * ((index * 0.618033988749895) % 1) - 1
}
