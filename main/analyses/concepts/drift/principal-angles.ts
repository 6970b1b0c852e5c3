/** Principal angles between subspaces (Björck and Golub 1973; method.md section 2, "Drift" a). */
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { dot, orthonormalizeRows } from './gram-schmidt.ts'

const leading = [1, 10, 50, 300] as const

/** Leading dimensions to compare: 1, 10, 50, 300 up to n, and n itself below 300. */
export function leadingDimensions(n: number): readonly number[] {
  const below = leading.filter((k) => k <= n)
  return n > 0 && n < 300 && !below.some((k) => k === n) ? [...below, n] : below
}

/**
 * Principal angles between the spans of the first k rows of two matrices, for several k.
 *
 *     cos θ = singular values of A Bᵀ,   sin θ = singular values of B − (B Aᵀ) A
 *
 * A and B orthonormal rows. A cosine near 1 says nothing of an angle below 1e-8, a sine near 1 nothing
 * of one near π/2: each is taken where it is the sharper one. Where k is near the width, 2k − width
 * angles are zero because two such subspaces must meet, whatever tuning did; at k = width all are.
 *
 * @param a   [≥ max k, dModel], linearly independent rows
 * @param b   [≥ max k, dModel]
 * @param ks  ascending
 * @returns   k angles each, ascending, in radians, 0 to π/2; float64. 2 to 3 s for 300 rows of 4,096
 */
export function principalAngles(
  a: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
  dModel: number,
  ks: readonly number[]
): readonly { readonly k: number; readonly radians: Float64Array }[] {
  const largest = ks.at(-1) ?? 0
  // Once for all: what the leading rows span stays the span of the leading rows.
  const [qa, qb] = [a, b].map((rows) => {
    const q = Float64Array.from(rows.subarray(0, largest * dModel))
    orthonormalizeRows(q, largest, dModel)
    return q
  })
  return ks.map((k) => ({ k, radians: anglesOf(qa!, qb!, k, dModel) }))
}

function anglesOf(qa: Float64Array, qb: Float64Array, k: number, dModel: number): Float64Array {
  const cosines = new Float64Array(k * k)
  const outside = qb.slice(0, k * dModel)
  for (let j = 0; j < k; j++) {
    const b = qb.subarray(j * dModel, (j + 1) * dModel)
    const rest = outside.subarray(j * dModel, (j + 1) * dModel)
    for (let i = 0; i < k; i++) {
      const a = qa.subarray(i * dModel, (i + 1) * dModel)
      cosines[i * k + j] = dot(a, b)
      // From what is left, not from b: the rounding of each step is taken back by the next.
      const along = dot(a, rest)
      for (let c = 0; c < dModel; c++) rest[c]! -= along * a[c]!
    }
  }
  // Largest cosine first is smallest angle first; the sines are turned round to match.
  const cos = singularValues(cosines, k)
  const sin = singularValues(orthonormalizeRows(outside, k, dModel), k).reverse()
  return cos.map((cosine, i) =>
    cosine * cosine > 0.5 ? Math.asin(Math.min(1, sin[i]!)) : Math.acos(Math.min(1, cosine))
  )
}

/** Of a square matrix [k, k], largest first. */
function singularValues(values: Float64Array, k: number): Float64Array {
  const rows = Array.from({ length: k }, (_, i) => values.subarray(i * k, (i + 1) * k))
  const decomposition = new SingularValueDecomposition(new Matrix(rows), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false
  })
  return Float64Array.from(decomposition.diagonal).sort().reverse()
}
