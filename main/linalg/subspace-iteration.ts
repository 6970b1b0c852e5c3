/**
 * Leading eigenpairs of a large symmetric matrix: subspace iteration with a Chebyshev filter (Zhou, Saad,
 * Tiago and Chelikowsky 2006, "Self-consistent-field calculations using Chebyshev-filtered subspace
 * iteration"). Pairs that are exact enough are locked: taken out of the block, and out of the matrix as the
 * filter sees it, so that a few dominant ones do not hold up the rest.
 */
import { filterRows } from './chebyshev-filter.ts'
import { countLockable, isAtRounding, largestExcess, tolerance } from './convergence.ts'
import { gaussian } from './gaussian.ts'
import { joinPairs, noPairs } from './locked-pairs.ts'
import { orthonormalRows } from './orthonormal-rows.ts'
import type { Products } from './products.ts'
import { dropLeading, ritzPairs, type RitzPairs } from './ritz-pairs.ts'

export interface IterationOptions {
  readonly products: Products
  readonly nPairs: number
  /** Called between runs of the engine; may throw to stop. */
  readonly check: () => void
  /** Called with the fraction that is done, 0 to 1, never falling. */
  readonly onProgress?: (fraction: number) => void
}

/** Random spectra take five, a few dominant eigenvalues eight. */
const mostSteps = 40
/** A filter that raises one row by more than this over another leaves the other to rounding. */
const mostGrowth = 1e9
/** Of the first filter, while the end of the unwanted eigenvalues is a guess, and of the others. */
const firstDegree = 8
const mostDegree = 60
const seed = 1

/** Rows of the block: more than are wanted, so that the last wanted eigenvalue stands off the rest. */
export function blockRows(n: number, nPairs: number): number {
  return Math.min(n, nPairs + Math.max(16, Math.ceil(nPairs / 4)))
}

/**
 * The start is random, but the same in every run.
 *
 * @param matrix [n, n], symmetric, eigenvalues ≥ 0, not all 0
 * @returns [nPairs, n], orthonormal rows near the leading eigenvectors, largest eigenvalue first; how near,
 *   the caller measures
 */
export async function iterateSubspace(
  matrix: Float32Array,
  n: number,
  { products, nPairs, check, onProgress }: IterationOptions
): Promise<Float32Array> {
  const nRows = blockRows(n, nPairs)
  let locked = noPairs
  let rows = await products.times(gaussian(seed, nRows * n), nRows, matrix, n, n)
  let excessBefore = Infinity
  let residualsBefore: Float64Array = new Float64Array(0)
  const advance = makeProgress(onProgress)
  for (let step = 0; ; step++) {
    check()
    rows = await orthonormalRows(rows, n, products, locked.rows)
    check()
    const pairs = await ritzPairs(matrix, n, rows, products)
    const nWanted = nPairs - locked.values.length
    const top = Math.max(pairs.values[0]!, locked.values[0] ?? 0)
    const excess = largestExcess(pairs, nWanted, top)
    const isDone = excess <= 1 || isAtRounding(pairs, nWanted, top, excess, excessBefore)
    if (isDone || step === mostSteps) return joinPairs(locked, pairs, nWanted).rows
    advance(excess)
    const nLockable = countLockable(pairs, nWanted, top, residualsBefore)
    locked = joinPairs(locked, pairs, nLockable)
    const rest = dropLeading(pairs, nLockable)
    const filter = chooseFilter(rest, nWanted - nLockable, excess, top, step)
    rows = await filterRows({ matrix, n, locked }, rest.rows, filter, products, check)
    excessBefore = excess
    residualsBefore = rest.residuals
  }
}

/** Residuals fall by orders of magnitude: what is done is counted in these. */
function makeProgress(onProgress?: (fraction: number) => void): (excess: number) => void {
  let first: number | undefined
  let done = 0
  return (excess) => {
    first ??= excess
    done = Math.max(done, 1 - Math.log(excess) / Math.log(first))
    onProgress?.(done)
  }
}

/** As steep as the residuals ask for, and as float32 bears. */
function chooseFilter(
  { values }: RitzPairs,
  nWanted: number,
  excess: number,
  top: number,
  step: number
): { readonly cut: number; readonly top: number; readonly degree: number } {
  const cut = Math.max(values.at(-1)!, tolerance * top)
  // A filter of degree m grows as cosh(m · rate) over what is below the cut.
  const rate = (value: number) => Math.acosh(Math.max(1.0001, (2 * value) / cut - 1))
  const useful = 1 + Math.acosh(2 + 4 * excess) / rate(values[nWanted - 1]!)
  const stable = Math.acosh(mostGrowth) / rate(values[0]!)
  const most = step === 0 ? firstDegree : mostDegree
  const degree = Math.max(1, Math.floor(Math.min(useful, stable, most)))
  return { cut, top: Math.max(values[0]!, cut), degree }
}
