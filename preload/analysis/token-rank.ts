import { checkShape, type Matrix } from './matrix.ts'

/**
 * Rank of every value, 1 for the largest; equal values share the best rank they cover (1, 2, 2, 4).
 *
 * @param values  [n]
 * @returns       [n]
 */
export function descendingRanks(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i)
  order.sort((a, b) => values[b]! - values[a]!)
  const ranks = new Uint32Array(values.length)
  for (let i = 0; i < order.length; i++) {
    const isTie = i > 0 && values[order[i]!] === values[order[i - 1]!]
    ranks[order[i]!] = isTie ? ranks[order[i - 1]!]! : i + 1
  }
  return ranks
}

/**
 * Rank of every prompt token in one response token's column, 1 for the largest signed importance.
 *
 * @param importance  [N, M]
 * @param column      response token, 0 to M − 1
 * @returns           [N]
 */
export function tokenRanks(importance: Matrix, column: number): Uint32Array {
  return descendingRanks(columnOf(importance, column))
}

/** One column of a matrix, [N], copied. */
export function columnOf(matrix: Matrix, column: number): Float64Array {
  checkShape('matrix', matrix)
  const { data, rows, columns } = matrix
  if (!Number.isInteger(column) || column < 0 || column >= columns) {
    throw new RangeError(`column is ${column}, expected 0 to ${columns - 1}`)
  }
  return Float64Array.from({ length: rows }, (_, n) => data[n * columns + column]!)
}
