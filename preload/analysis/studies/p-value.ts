/** A p below it counts as a finding, before or after Holm. */
export const alpha = 0.05

/** Three digits, and below 0.001 with the power of ten: `1.92e−5`. */
export function chanceWords(p: number): string {
  if (p >= 0.0005) return p.toFixed(3)
  // The smallest float64 above 0 is no p-value that one should print.
  return p < 1e-300 ? '< 1e−300' : p.toExponential(2).replace('e-', 'e−')
}

/** For a sentence: `p = 0.012`, `p < 1e−300`. */
export function chanceText(p: number): string {
  const words = chanceWords(p)
  return words.startsWith('<') ? `p ${words}` : `p = ${words}`
}
