/** Instruction scores: enough digits to compare, never a number where there is none. */
export function scoreWords(score: number | null): string {
  return score === null ? '–' : score.toFixed(3)
}
