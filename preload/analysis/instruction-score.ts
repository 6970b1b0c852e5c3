/**
 * Instruction score of a case (arXiv 2310.00492, section 3).
 *
 *     score = Σ_{n in K} a_n / log2(2 + |K|)
 *
 * How much of the response leans on the instruction's tokens. It grows with |K| faster than the divisor
 * does, so scores of different instructions should be compared only in the mean over many cases.
 *
 * @param density            [N], importance density, 0 to 1
 * @param instructionTokens  K, counted from the first prompt token; null where no instruction is marked
 * @returns                  0 for an empty response; null without an instruction
 * @throws RangeError for a token outside the prompt or named twice
 */
export function instructionScore(
  density: Float64Array,
  instructionTokens: readonly number[] | null
): number | null {
  if (instructionTokens === null || instructionTokens.length === 0) return null
  if (new Set(instructionTokens).size !== instructionTokens.length) {
    throw new RangeError('instruction tokens name a token twice, expected each once')
  }
  let sum = 0
  for (const n of instructionTokens) {
    const a = density[n]
    if (a === undefined) {
      throw new RangeError(
        `instruction token ${n} is outside the prompt's ${density.length} tokens`
      )
    }
    sum += a
  }
  return sum / Math.log2(2 + instructionTokens.length)
}
