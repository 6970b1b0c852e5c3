import type { Span } from '../../../preload/analysis/attribution-record.ts'
import { instructionTokens } from '../../../preload/analysis/instruction-tokens.ts'

/** A run without white space in it, and the prompt's tokens that overlap it. */
export interface PromptWord {
  /** Code points of the stripped prompt. */
  readonly span: Span
  /** Ascending, counted from the first prompt token; none where the word lies beyond the prompt's tokens. */
  readonly tokens: readonly number[]
}

type Side = Parameters<typeof instructionTokens>[0]

/**
 * The words of a stretch of the prompt; one that begins or ends inside a word has that part of it.
 *
 * @param prompt  stripped
 * @param within  code points of the prompt
 */
export function promptWords(side: Side, prompt: string, within: Span): PromptWord[] {
  const points = Array.from(prompt)
  const words: PromptWord[] = []
  let start = within[0]
  for (let at = within[0]; at <= within[1]; at++) {
    if (at < within[1] && !/\s/u.test(points[at]!)) continue
    if (at > start) {
      const span = [start, at] as const
      words.push({ span, tokens: instructionTokens(side, [span])! })
    }
    start = at + 1
  }
  return words
}
