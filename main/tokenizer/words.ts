// The word level of a map: tokens grouped by the words that their characters belong to.
import type { Span } from './instruction-spans.ts'
import { overlaps } from './instruction-spans.ts'

/** Neighbouring tokens that make up one word (or several, where one token spans them). */
export interface Word {
  /** Half-open indices of its tokens. */
  readonly tokens: readonly [number, number]
  /** Code points that it covers, white space around it left out. */
  readonly range: Span
}

const wordOrMark = /[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}_]+)*|[^\p{L}\p{M}\p{N}_\s]+/gu

/** The words of a text, and its runs of punctuation, in code points. White space belongs to none. */
export function wordRanges(text: string): readonly Span[] {
  const ranges: Span[] = []
  let [unit, point] = [0, 0]
  const pointAt = (target: number): number => {
    for (; unit < target; point++) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
    return point
  }
  for (const match of text.matchAll(wordOrMark)) {
    const start = pointAt(match.index)
    ranges.push([start, pointAt(match.index + match[0].length)])
  }
  return ranges
}

/**
 * Groups tokens into words: two neighbours belong together when they share a word of the text. A
 * token without characters of its own (a lone space mark) goes to the next one.
 *
 * @param ranges     of the tokens to group, in order, in code points of `text`
 * @param isSpecial  tokens that stand alone (BOS, EOS), by index; none unless given
 */
export function groupWords(
  text: string,
  ranges: readonly Span[],
  isSpecial: readonly boolean[] = []
): readonly Word[] {
  const inText = wordRanges(text)
  const groups: { tokens: [number, number]; range: [number, number]; lastWord: number }[] = []
  let w = 0
  ranges.forEach((range, t) => {
    while (w < inText.length && inText[w]![1] <= range[0]) w++
    const first = inText[w] && overlaps(inText[w]!, range) ? w : -1
    let lastWord = first
    while (lastWord >= 0 && inText[lastWord + 1] && overlaps(inText[lastWord + 1]!, range))
      lastWord++
    const open = groups.at(-1)
    const isBlank = open !== undefined && open.range[0] === open.range[1]
    const standsAlone = isSpecial[t] || isSpecial[t - 1]
    if (open && !standsAlone && (isBlank || (first >= 0 && first <= open.lastWord))) {
      open.tokens[1] = t + 1
      open.range = isBlank ? [...range] : [open.range[0], Math.max(open.range[1], range[1])]
      open.lastWord = lastWord
    } else {
      groups.push({ tokens: [t, t + 1], range: [...range], lastWord })
    }
  })
  return groups.map(({ tokens, range }) => ({ tokens, range }))
}

/** Words of two tokenisations of one text that cover the same characters; half-open indices. */
export interface WordPair {
  readonly a: readonly [number, number]
  readonly b: readonly [number, number]
}

/**
 * Aligns the words of two tokenisations of the same text: the finest cut on which both agree. Where
 * one has a word that the other splits, the parts are taken together.
 */
export function alignWords(a: readonly Word[], b: readonly Word[]): readonly WordPair[] {
  const pairs: WordPair[] = []
  let [aFrom, bFrom, i, j] = [0, 0, 0, 0]
  while (i < a.length || j < b.length) {
    const aEnd = a[i]?.range[1] ?? Infinity
    const bEnd = b[j]?.range[1] ?? Infinity
    if (aEnd <= bEnd) i++
    if (bEnd <= aEnd) j++
    if (isCut(a, i, b, j)) {
      pairs.push({ a: [aFrom, i], b: [bFrom, j] })
      aFrom = i
      bFrom = j
    }
  }
  return pairs
}

/** Nothing before the cut on either side reaches into what comes after it on the other. */
function isCut(a: readonly Word[], i: number, b: readonly Word[], j: number): boolean {
  const end = Math.max(a[i - 1]?.range[1] ?? 0, b[j - 1]?.range[1] ?? 0)
  const start = Math.min(a[i]?.range[0] ?? Infinity, b[j]?.range[0] ?? Infinity)
  return end <= start
}
