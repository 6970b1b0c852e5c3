/** Instruction spans as a data set gives them: `[[start, end], …]`, half-open, code points of the prompt. */
import type { Span } from '../../../preload/analysis/attribution-record.ts'
import type { JsonValue } from '../../checkpoint/strict-json.ts'
import { countPoints } from '../../tokenizer/code-points.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { describeCell, type Cell } from './cell-text.ts'

/** Whether a cell is a list of lists, which only spans are; an empty list is no span. */
export function isSpanList(cell: Cell): cell is readonly (readonly JsonValue[])[] {
  return Array.isArray(cell) && cell.every((item) => Array.isArray(item))
}

/**
 * Spans of a prompt moved to the stripped prompt: in order, overlapping ones merged, cut where they reach
 * into the white space that is stripped. What is wrong with them goes to `problems`.
 */
export function givenSpans(
  cell: readonly (readonly JsonValue[])[],
  prompt: string,
  problems: string[]
): readonly Span[] {
  const stripped = stripText(prompt)
  const shift = countPoints(prompt.slice(0, prompt.indexOf(stripped)))
  const nGiven = countPoints(prompt)
  const nStripped = countPoints(stripped)
  const spans: Span[] = []
  for (const item of cell) {
    const problem = spanProblem(item, nGiven)
    if (problem !== null) {
      problems.push(problem)
      continue
    }
    const [start, end] = [Number(item[0]), Number(item[1])]
    const from = Math.max(0, start - shift)
    const to = Math.min(nStripped, end - shift)
    if (from < to) spans.push([from, to])
    else problems.push(`span [${start}, ${end}]: only white space at an end of the prompt`)
  }
  return mergeOverlapping(spans)
}

function spanProblem(item: readonly JsonValue[], nPoints: number): string | null {
  const shown = `span [${item.slice(0, 3).map(describeCell).join(', ')}${item.length > 3 ? ', …' : ''}]`
  const [start, end] = item
  if (item.length !== 2 || !Number.isInteger(start) || !Number.isInteger(end)) {
    return `${shown}: expected two integers, start and end`
  }
  const [from, to] = [Number(start), Number(end)]
  if (from < 0 || to > nPoints) {
    return `${shown}: outside the prompt, which has ${nPoints} characters`
  }
  if (from >= to) return `${shown}: ${from === to ? 'empty' : 'reversed'}, expected start below end`
  return null
}

function mergeOverlapping(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1)
    if (last !== undefined && span[0] < last[1]) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
    } else {
      merged.push(span)
    }
  }
  return merged
}
