import { markup, type Insert, type Markup } from '../markup.ts'
import { px, type Axis } from './plot-scale.ts'

/** A drawing of so many pixels with its title and legend; it shrinks with the page. */
export function picture(
  {
    title,
    width,
    height
  }: { readonly title: string; readonly width: number; readonly height: number },
  legend: readonly Markup[],
  marks: Insert
): Markup {
  return markup`<figure style="--width: ${width}px">
    <figcaption>
      ${title}${legend.length > 0 ? markup`<span class="legend">${legend}</span>` : ''}
    </figcaption>
    <svg viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-label="${title}">${marks}</svg>
  </figure>`
}

/** A line or mark and what it stands for. */
export function legendItem(classes: string, words: string): Markup {
  return markup`<span class="key"><svg viewBox="0 0 18 8" aria-hidden="true"><path class="${classes}" d="M1 4H17"/></svg>${words}</span>`
}

/** Hairlines at the ticks of a horizontal axis, with their values below. */
export function horizontalAxis(axis: Axis, top: number, bottom: number, name = ''): Markup {
  const [first, last] = [axis.at(axis.ticks[0]!), axis.at(axis.ticks.at(-1)!)]
  return markup`${axis.ticks.map((tick) => {
    const x = px(axis.at(tick))
    return markup`<path class="grid" d="M${x} ${px(top)}V${px(bottom)}"/><text class="tick" x="${x}" y="${px(bottom + 14)}" text-anchor="middle">${axis.tickWords(tick)}</text>`
  })}<text class="axis" x="${px((first + last) / 2)}" y="${px(bottom + 30)}" text-anchor="middle">${name}</text>`
}

/** The same of a vertical one, values at its left and the name on top. */
export function verticalAxis(axis: Axis, left: number, right: number, name = ''): Markup {
  const top = axis.at(axis.ticks.at(-1)!)
  return markup`${axis.ticks.map((tick) => {
    const y = axis.at(tick)
    return markup`<path class="grid" d="M${px(left)} ${px(y)}H${px(right)}"/><text class="tick" x="${px(left - 6)}" y="${px(y + 4)}" text-anchor="end">${axis.tickWords(tick)}</text>`
  })}<text class="axis" x="${px(left)}" y="${px(top - 10)}">${name}</text>`
}

/** A line through points; a point that is not a number breaks it. */
export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  let isBroken = true
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(y)) {
        isBroken = true
        return ''
      }
      const move = isBroken ? 'M' : 'L'
      isBroken = false
      return `${move}${px(x)} ${px(y)}`
    })
    .join('')
}

/** Dots as one path with round ends: a shape each would be most of the file. */
export function dotsPath(points: Iterable<readonly [x: number, y: number]>): string {
  let path = ''
  for (const [x, y] of points) path += `M${px(x)} ${px(y)}h0`
  return path
}
