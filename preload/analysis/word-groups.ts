import type { TokenGroups } from './aggregate.ts'
import type { Span } from './attribution-record.ts'

/** A word ends where white space begins. */
const wordStart = /(?<!\S)\S/gu
/** A sentence ends at a line break, or at a full stop, question or exclamation mark and white space. */
const sentenceStart = /(?<=^\s*|[\n\r]\s*|[.!?…]["'”’)\]]*\s+|[。！？]\s*)\S/gu

/**
 * Groups tokens into words, the same words for every tokenisation given, so that models with
 * different tokenizers can be laid over each other.
 *
 * A token that reaches over a word border (".\n\nInput:") joins the words on both sides, in all
 * tokenisations. A token without characters of its own goes to the word that begins at it or before.
 *
 * @param text           the prompt or the response
 * @param tokenisations  code point ranges in `text`, one list a tokenisation; a token whose range lies
 *                       outside the text (of a chat template) belongs to no group
 * @returns              groups of each tokenisation, equally many and in the same order; a group is
 *                       empty where only the other tokenisation has a token
 */
export function wordGroups(
  text: string,
  tokenisations: readonly (readonly Span[])[]
): TokenGroups[] {
  return groupTokens(text, wordStart, tokenisations)
}

/** The same with sentences in place of words. */
export function sentenceGroups(
  text: string,
  tokenisations: readonly (readonly Span[])[]
): TokenGroups[] {
  return groupTokens(text, sentenceStart, tokenisations)
}

function groupTokens(
  text: string,
  start: RegExp,
  tokenisations: readonly (readonly Span[])[]
): TokenGroups[] {
  const length = codePointCount(text)
  const inside = ([from, to]: Span): boolean => from >= 0 && to <= length && from < length
  const allRanges = tokenisations.flat()
  const borders = unitStarts(text, start).filter(
    (border) => !allRanges.some(([from, to]) => from < border && border < to)
  )
  const groups = tokenisations.map((ranges) => {
    const tokens: number[][] = borders.map(() => [])
    ranges.forEach((range, t) => {
      if (!inside(range)) return
      const unit = Math.max(
        0,
        borders.findLastIndex((border) => border <= range[0])
      )
      tokens[unit]?.push(t)
    })
    return tokens
  })
  const used = borders.map((_, unit) => groups.some((tokens) => tokens[unit]!.length > 0))
  return groups.map((tokens) => tokens.filter((_, unit) => used[unit]))
}

/** Code point offsets at which words or sentences start. */
function unitStarts(text: string, start: RegExp): number[] {
  let codePoints = 0
  let codeUnits = 0
  return Array.from(text.matchAll(start), ({ index }) => {
    codePoints += codePointCount(text.slice(codeUnits, index))
    codeUnits = index
    return codePoints
  })
}

function codePointCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
