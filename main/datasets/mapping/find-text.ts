import type { Span } from '../../../preload/analysis/attribution-record.ts'
import { countPoints } from '../../tokenizer/code-points.ts'

/** Where a text stands in another, left to right without overlap, in code points; linear in both. */
export function findText(within: string, text: string): readonly Span[] {
  if (text === '') return []
  const spans: Span[] = []
  const nPoints = countPoints(text)
  let countedTo = 0
  let points = 0
  for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + text.length)) {
    points += countPoints(within.slice(countedTo, at))
    countedTo = at
    spans.push([points, points + nPoints])
  }
  return spans
}
