/**
 * Marked parts of a text that is being edited: UTF-16 offsets into the text as typed, as a text area
 * counts; sorted and apart from each other. What is sent counts code points of the stripped text.
 */
import type { Span } from '../../../preload/data.ts'
import { stripStart, stripText } from './strip-text.ts'

/** Adds a part without its outer white space; parts that touch or overlap become one. */
export function addSpan(text: string, spans: readonly Span[], [start, end]: Span): readonly Span[] {
  const piece = text.slice(start, end)
  const from = start + (piece.length - stripStart(piece).length)
  const to = from + stripText(piece).length
  if (from >= to) return spans
  const merged: Span[] = []
  for (const span of [...spans, [from, to] as const].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && span[0] <= last[1])
      merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
    else merged.push(span)
  }
  return merged
}

/**
 * Parts after an edit: what lies before it stays, what lies behind it moves along, what it cuts into
 * is cut, and what it replaced whole is gone.
 */
export function moveSpans(before: string, after: string, spans: readonly Span[]): readonly Span[] {
  if (before === after) return spans
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const editEnd = before.length - tail
  const growth = after.length - before.length
  const moved: Span[] = []
  for (const [start, end] of spans) {
    const from = start < head ? start : start >= editEnd ? start + growth : editEnd + growth
    const to = end <= head ? end : end >= editEnd ? end + growth : head
    if (from < to) moved.push([from, to])
  }
  return moved
}

/** Into code points of the stripped text, as a run takes them; parts outside it are left out. */
export function toCodePointSpans(text: string, spans: readonly Span[]): readonly Span[] {
  const stripped = stripText(text)
  const lead = text.length - stripStart(text).length
  const count = (offset: number): number =>
    [...stripped.slice(0, Math.max(0, offset - lead))].length
  return spans
    .map(([start, end]): Span => [count(start), count(end)])
    .filter(([start, end]) => start < end)
}

/** Back from code points of the stripped text. */
export function fromCodePointSpans(text: string, spans: readonly Span[]): readonly Span[] {
  const stripped = [...stripText(text)]
  const lead = text.length - stripStart(text).length
  const offset = (count: number): number => lead + stripped.slice(0, count).join('').length
  return spans.map(([start, end]): Span => [offset(start), offset(end)])
}

export interface TextPart {
  readonly text: string
  readonly isMarked: boolean
}

/** The text cut at the borders of its parts, for a highlight behind the editor. */
export function splitAtSpans(text: string, spans: readonly Span[]): readonly TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const [start, end] of spans) {
    if (start > at) parts.push({ text: text.slice(at, start), isMarked: false })
    parts.push({ text: text.slice(start, end), isMarked: true })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMarked: false })
  return parts
}
