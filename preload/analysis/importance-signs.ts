import { checkShape, type Matrix } from './matrix.ts'
import { pearson, spearman } from './rank-correlation.ts'
import { columnOf } from './token-rank.ts'

/** Signs of whether a map can be read at all; the paper's method fails visibly when they are bad. */
export interface ImportanceSigns {
  readonly nPromptTokens: number
  readonly nResponseTokens: number
  /** [M], normalised entropy of each response token's column: 0 peaked, 1 uniform. */
  readonly entropy: Float64Array
  /** Mean of `entropy`; null for an empty response. */
  readonly meanEntropy: number | null
  /** Part of all positive importance that lies on the first prompt token; null where there is none. */
  readonly firstTokenShare: number | null
  /** Response tokens whose column has no positive importance. */
  readonly nEmptyColumns: number
  /** Null where leave-one-out was not run, or the response is empty. */
  readonly agreement: Agreement | null
}

/** Correlation with leave-one-out; null where a list does not vary. */
export interface Agreement {
  /** [M], by column */
  readonly spearman: readonly (number | null)[]
  /** [M], by column */
  readonly pearson: readonly (number | null)[]
  /** Mean of the columns that have one: what the salient map depends on, which scales each column. */
  readonly meanSpearman: number | null
  readonly meanPearson: number | null
  /** Over all entries at once: columns with probable tokens weigh most. */
  readonly overallSpearman: number | null
  readonly overallPearson: number | null
}

/**
 * Measures a raw matrix.
 *
 * @param importance   [N, M], signed
 * @param leaveOneOut  [N, M], signed, same unit; only where it was run
 * @throws RangeError when the shapes differ
 */
export function importanceSigns(importance: Matrix, leaveOneOut?: Matrix): ImportanceSigns {
  checkShape('importance', importance)
  const { data, rows, columns } = importance
  let total = 0
  let first = 0
  for (let i = 0; i < data.length; i++) {
    const a = Math.max(data[i]!, 0)
    total += a
    if (i < columns) first += a
  }
  const perColumn = Array.from({ length: columns }, (_, m) => columnOf(importance, m))
  const entropy = Float64Array.from(perColumn, normalisedEntropy)
  return {
    nPromptTokens: rows,
    nResponseTokens: columns,
    entropy,
    meanEntropy: mean(entropy),
    firstTokenShare: total > 0 ? first / total : null,
    nEmptyColumns: perColumn.filter((column) => column.every((a) => a <= 0)).length,
    agreement: leaveOneOut && columns > 0 ? agreement(importance, leaveOneOut) : null
  }
}

/**
 * Entropy of the positive importance of one response token over the prompt, as a part of its largest.
 *
 *     q_n = A[n] / Σ A;   H = −Σ q_n ln q_n / ln N;   A = max(I, 0)
 *
 * @param column  [N], signed
 * @returns       0 (one token has all) to 1 (all tokens alike); 1 where nothing is positive, since
 *                then no token stands out; 0 for a prompt of one token
 */
export function normalisedEntropy(column: Float64Array): number {
  let sum = 0
  for (const a of column) sum += Math.max(a, 0)
  if (sum <= 0) return 1
  if (column.length === 1) return 0
  let entropy = 0
  for (const a of column) if (a > 0) entropy -= (a / sum) * Math.log(a / sum)
  return Math.min(1, entropy / Math.log(column.length))
}

/** Correlation of importance and leave-one-out, by column and over all entries. */
export function agreement(importance: Matrix, leaveOneOut: Matrix): Agreement {
  checkShape('leave-one-out', leaveOneOut)
  if (leaveOneOut.rows !== importance.rows || leaveOneOut.columns !== importance.columns) {
    throw new RangeError(
      `leave-one-out is [${leaveOneOut.rows}, ${leaveOneOut.columns}], ` +
        `expected [${importance.rows}, ${importance.columns}]`
    )
  }
  const columns = Array.from({ length: importance.columns }, (_, m) => m)
  const pairs = columns.map((m) => [columnOf(importance, m), columnOf(leaveOneOut, m)] as const)
  const ranks = pairs.map(([a, b]) => spearman(a, b))
  const products = pairs.map(([a, b]) => pearson(a, b))
  return {
    spearman: ranks,
    pearson: products,
    meanSpearman: mean(ranks.filter((r) => r !== null)),
    meanPearson: mean(products.filter((r) => r !== null)),
    overallSpearman: spearman(importance.data, leaveOneOut.data),
    overallPearson: pearson(importance.data, leaveOneOut.data)
  }
}

function mean(values: readonly number[] | Float64Array): number | null {
  if (values.length === 0) return null
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
