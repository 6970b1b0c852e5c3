/** Means, population deviations and Welch's one-sided test, straight from their formulas. */

export function plainMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function plainDeviation(values: readonly number[]): number {
  const mean = plainMean(values)
  return Math.sqrt(plainMean(values.map((value) => (value - mean) ** 2)))
}

/** P(T ≤ t) of the first group's mean below the second's; Student's density integrated numerically. */
export function plainWelchLess(first: readonly number[], second: readonly number[]): number {
  const errors = [first, second].map((values) => plainDeviation(values) ** 2 / (values.length - 1))
  const [a, b] = [errors[0]!, errors[1]!]
  const t = (plainMean(first) - plainMean(second)) / Math.sqrt(a + b)
  const df = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1))
  // With x = √df · tan θ the density is cos^(df − 1) θ, up to a factor.
  const area = (to: number) => simpson((angle) => Math.cos(angle) ** (df - 1), -Math.PI / 2, to)
  return area(Math.atan(t / Math.sqrt(df))) / area(Math.PI / 2)
}

function simpson(f: (x: number) => number, from: number, to: number): number {
  const nSteps = 20_000
  const step = (to - from) / nSteps
  let sum = f(from) + f(to)
  for (let i = 1; i < nSteps; i++) sum += f(from + i * step) * (i % 2 === 1 ? 4 : 2)
  return (sum * step) / 3
}
