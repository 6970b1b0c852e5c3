import { singleTokens, type TokenGroups } from '../../../preload/analysis/aggregate.ts'
import type {
  AttributionRecord,
  AttributionSide
} from '../../../preload/analysis/attribution-record.ts'
import { instructionTokens } from '../../../preload/analysis/instruction-tokens.ts'
import { sentenceGroups, wordGroups } from '../../../preload/analysis/word-groups.ts'
import type { Span } from '../../../preload/data.ts'
import { displayText, displayToken } from '../../../preload/token-display.ts'
import { spellingOf } from './token-spelling.ts'

export type Level = 'token' | 'word' | 'sentence'

/** One row or column as it is shown: a token, or the tokens of a word or sentence. */
export interface ShownUnit {
  /** Safe for display, with marks for spaces and line breaks. */
  readonly text: string
  /** Counted from the first prompt or response token. */
  readonly tokens: readonly number[]
  readonly isInstruction: boolean
  readonly isSpecial: boolean
}

export interface ShownAxes {
  readonly rows: readonly ShownUnit[]
  readonly columns: readonly ShownUnit[]
}

/** Both axes of every side; at word and sentence level, equal texts give equally many units. */
export function shownAxes(record: AttributionRecord, level: Level): readonly ShownAxes[] {
  const { sides, prompt } = record
  const rowGroups = groupsOf(
    level,
    sides.map((side) => [prompt, promptRanges(side, prompt)])
  )
  const columnGroups = groupsOf(
    level,
    sides.map((side) => [side.response, responseRanges(side)])
  )
  return sides.map((side, i) => {
    const marked = new Set(instructionTokens(side, record.instructionSpans))
    const unit =
      (position: number, text: string, ranges: readonly Span[], isPrompt: boolean) =>
      (tokens: readonly number[]): ShownUnit => ({
        text: unitText(side, tokens, level, position, text, ranges),
        tokens,
        isInstruction: isPrompt && tokens.some((t) => marked.has(t)),
        isSpecial: tokens.length > 0 && tokens.every((t) => side.isSpecial[position + t] === true)
      })
    const ofPrompt = unit(side.promptPositions[0], prompt, promptRanges(side, prompt), true)
    const ofResponse = unit(side.responsePositions[0], side.response, responseRanges(side), false)
    return {
      rows: rowGroups[i]!.map(ofPrompt),
      columns: columnGroups[i]!.map(ofResponse)
    }
  })
}

/** Sides with the same text are grouped together, so that their units correspond. */
function groupsOf(
  level: Level,
  sides: readonly (readonly [text: string, ranges: readonly Span[]])[]
): readonly TokenGroups[] {
  if (level === 'token') return sides.map(([, ranges]) => singleTokens(ranges.length))
  const group = level === 'word' ? wordGroups : sentenceGroups
  const isShared = sides.every(([text]) => text === sides[0]?.[0])
  if (isShared && sides[0]) {
    return group(
      sides[0][0],
      sides.map(([, ranges]) => ranges)
    )
  }
  return sides.map(([text, ranges]) => group(text, [ranges])[0]!)
}

function unitText(
  side: AttributionSide,
  tokens: readonly number[],
  level: Level,
  position: number,
  text: string,
  ranges: readonly Span[]
): string {
  if (level === 'token')
    return displayToken(side.tokens[position + tokens[0]!]!, spellingOf(side.tokens))
  const first = ranges[tokens[0] ?? -1]
  const last = ranges[tokens.at(-1) ?? -1]
  if (!first || !last) return '∅'
  return displayText([...text].slice(first[0], last[1]).join(''))
}

/** Ranges of the prompt tokens in the stripped prompt; those of a chat template lie outside it. */
function promptRanges(side: AttributionSide, prompt: string): readonly Span[] {
  const length = [...prompt].length
  const [from, end] = side.promptPositions
  return side.ranges.slice(from, end).map(([start, stop]): Span => {
    const first = start - side.promptOffset
    const last = stop - side.promptOffset
    return first < length && first >= 0 ? [first, Math.min(last, length)] : [first, last]
  })
}

/** The first response token may begin in the prompt, where the seam was merged: cut to the response. */
function responseRanges(side: AttributionSide): readonly Span[] {
  const [from, end] = side.responsePositions
  return side.ranges.slice(from, end).map(([start, stop]): Span => {
    const first = start - side.responseOffset
    const last = stop - side.responseOffset
    return first < 0 && last > 0 ? [0, last] : [first, last]
  })
}
