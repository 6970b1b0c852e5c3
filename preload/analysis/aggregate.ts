import { checkShape, type Matrix } from './matrix.ts'

/** Token indices of each word or sentence, in order; a group may be empty. */
export type TokenGroups = readonly (readonly number[])[]

/**
 * A raw matrix at word or sentence level.
 *
 *     J[g, h] = Σ_{n in rows g} Σ_{m in columns h} I[n, m]
 *
 * Importance is a first-order effect, so a word's effect is the sum of its tokens' effects; signs may
 * cancel within a word. Tokens that no group names (template tokens) are left out.
 *
 * @param importance    [N, M], signed
 * @param rowGroups     G groups of prompt tokens, from 0
 * @param columnGroups  H groups of response tokens, from 0
 * @returns             [G, H], summed in float64
 */
export function aggregate(
  importance: Matrix,
  rowGroups: TokenGroups,
  columnGroups: TokenGroups
): Matrix {
  checkShape('importance', importance)
  const { data, rows, columns } = importance
  checkGroups('row', rowGroups, rows)
  checkGroups('column', columnGroups, columns)
  const sums = new Float64Array(rowGroups.length * columnGroups.length)
  rowGroups.forEach((rowGroup, g) => {
    columnGroups.forEach((columnGroup, h) => {
      let sum = 0
      for (const n of rowGroup) for (const m of columnGroup) sum += data[n * columns + m]!
      sums[g * columnGroups.length + h] = sum
    })
  })
  return { data: sums, rows: rowGroups.length, columns: columnGroups.length }
}

/** One group a token: what leaves an axis as it is. */
export function singleTokens(count: number): TokenGroups {
  return Array.from({ length: count }, (_, t) => [t])
}

function checkGroups(axis: string, groups: TokenGroups, count: number): void {
  const seen = new Set<number>()
  for (const t of groups.flat()) {
    if (!Number.isInteger(t) || t < 0 || t >= count) {
      throw new RangeError(`${axis} group names token ${t}, expected 0 to ${count - 1}`)
    }
    if (seen.has(t)) throw new RangeError(`${axis} groups name token ${t} twice, expected once`)
    seen.add(t)
  }
}
