import type { AttributionSide, Span } from './attribution-record.ts'

/**
 * The prompt tokens whose character range overlaps an instruction span.
 *
 * A token without characters of its own (a lone `▁`) belongs to a span that it lies strictly inside: so
 * the paper's authors counted it in their recorded cases. Tokens of a chat template lie outside the prompt's characters, so none of them is taken.
 *
 * @param side   ranges in code points of the tokenised text
 * @param spans  in code points of the stripped prompt
 * @returns      K, ascending, counted from the first prompt token; null where no span is given
 */
export function instructionTokens(
  side: Pick<AttributionSide, 'ranges' | 'promptPositions' | 'promptOffset'>,
  spans: readonly Span[]
): number[] | null {
  if (spans.length === 0) return null
  const [first, end] = side.promptPositions
  const tokens: number[] = []
  for (let t = first; t < end; t++) {
    const range = side.ranges[t]
    if (range === undefined) throw new RangeError(`token ${t} has no character range`)
    const from = range[0] - side.promptOffset
    const to = range[1] - side.promptOffset
    if (spans.some(([start, stop]) => from < stop && start < to)) tokens.push(t - first)
  }
  return tokens
}
