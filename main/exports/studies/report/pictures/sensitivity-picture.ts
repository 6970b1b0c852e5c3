import { alpha } from '../../../../../preload/analysis/studies/p-value.ts'
import type {
  Sensitivity,
  SensitivityCell
} from '../../../../../preload/analysis/studies/sensitivity.ts'
import { markup, type Markup } from '../markup.ts'
import { horizontalAxis, legendItem, linePath, picture, verticalAxis } from './picture.ts'
import { linearAxis, px, type Axis } from './plot-scale.ts'

const panelWidth = 220
const height = 236
const [top, bottom] = [44, 188]
const inset = { left: 44, right: 12 }

/** Hedges' g over b, a panel a p, a line an L: a result that hangs on one setting shows at once. */
export function sensitivityPicture({ cells }: Sensitivity): Markup {
  const norms = unique(cells.map(({ salience }) => salience.norm))
  const levels = unique(cells.map(({ salience }) => salience.levels))
  const effects = cells.flatMap(({ hedgesG }) => (hedgesG === null ? [] : [hedgesG]))
  const effect = linearAxis(effects, [bottom, top], { includesZero: true, nTicks: 4 })
  const panels = norms.map((norm, i) => {
    const left = i * panelWidth + inset.left
    const right = (i + 1) * panelWidth - inset.right
    const share = linearAxis(
      cells.map(({ tenths }) => tenths / 10),
      [left + 8, right - 8]
    )
    const lines = levels.map((level, l) => {
      const line = cells.filter(
        ({ salience }) => salience.norm === norm && salience.levels === level
      )
      return levelLine(line, l, share, effect)
    })
    return markup`<text class="name" x="${left}" y="16">p = ${norm}</text>${verticalAxis(effect, left, right, i === 0 ? 'Hedges’ g' : '')}${horizontalAxis(share, bottom, bottom, 'b / L')}<path class="zero" d="M${left} ${px(effect.at(0))}H${right}"/>${lines}`
  })
  return picture(
    { title: 'Effect by L, b and p', width: norms.length * panelWidth, height },
    [
      ...levels.map((level, l) => legendItem(`level level-${l}`, `L = ${level}`)),
      legendItem('dots hollow', `Welch p ≥ ${alpha}`)
    ],
    panels
  )
}

function levelLine(
  cells: readonly SensitivityCell[],
  order: number,
  share: Axis,
  effect: Axis
): Markup {
  const at = ({ tenths, hedgesG }: SensitivityCell): readonly [number, number] => [
    share.at(tenths / 10),
    hedgesG === null ? NaN : effect.at(hedgesG)
  ]
  const marks = cells
    .filter(({ hedgesG }) => hedgesG !== null)
    .map((cell) => {
      const [x, y] = at(cell)
      const isFound = cell.welch.kind === 'tested' && cell.welch.p < alpha
      return markup`<circle class="level-mark level-${order} ${isFound ? 'found' : 'open'}" cx="${px(x)}" cy="${px(y)}" r="3"/>`
    })
  return markup`<path class="level level-${order}" d="${linePath(cells.map(at))}"/>${marks}`
}

function unique(values: readonly number[]): number[] {
  return [...new Set(values)]
}
