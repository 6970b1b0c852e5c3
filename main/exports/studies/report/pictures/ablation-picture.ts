import type { AblationLayer } from '../../../../../preload/analysis/studies/ablation-tables.ts'
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { markup, type Markup } from '../markup.ts'
import { horizontalAxis, legendItem, linePath, picture, verticalAxis } from './picture.ts'
import { linearAxis, type Axis } from './plot-scale.ts'
import { roleNames } from '../report-words.ts'

const width = 560
const height = 260
const [left, right, top, bottom] = [52, 548, 28, 216]

/** Change of the hidden states after each layer: instruction solid, as many context words dashed. */
export function ablationPicture(layers: readonly AblationLayer[]): Markup {
  const roles = [...new Set(layers.map(({ role }) => role))]
  const means = layers.flatMap(({ comparison: { first, second } }) => [first.mean, second.mean])
  const change = linearAxis(
    means.filter((mean) => mean !== null),
    [bottom, top],
    { includesZero: true }
  )
  // Counted from 1, as one counts layers aloud.
  const layer = linearAxis(
    layers.map((each) => each.layer + 1),
    [left + 8, right],
    { nTicks: Math.min(8, layers.length) }
  )
  return picture(
    { title: 'Change of the hidden states by layer', width, height },
    roles.flatMap((role) => [
      legendItem(`curve ${role}`, `${roleNames[role]}, instruction`),
      legendItem(`curve dashed ${role}`, `${roleNames[role]}, context`)
    ]),
    markup`${verticalAxis(change, left, right, '‖h′ − h‖ / ‖h‖')}${horizontalAxis(layer, bottom, bottom, 'layer')}${roles.map((role) => roleLines(layers, role, layer, change))}`
  )
}

function roleLines(
  layers: readonly AblationLayer[],
  role: StudyRole,
  x: Axis,
  y: Axis
): readonly Markup[] {
  const own = layers.filter((each) => each.role === role)
  const line = (of: 'first' | 'second') =>
    linePath(
      own.map(
        ({ layer, comparison }) => [x.at(layer + 1), y.at(comparison[of].mean ?? NaN)] as const
      )
    )
  return [
    markup`<path class="curve dashed ${role}" d="${line('first')}"/>`,
    markup`<path class="curve ${role}" d="${line('second')}"/>`
  ]
}
