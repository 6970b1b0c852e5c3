/** A [m, k] · Bᵀ with B [n, k] in plain float64 loops: what a product of the engine is stood in for by. */
export function plainTimesTransposed(
  a: Float32Array,
  m: number,
  b: Float32Array,
  n: number,
  k: number
): Float32Array {
  const product = new Float32Array(m * n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let c = 0; c < k; c++) sum += a[i * k + c]! * b[j * k + c]!
      product[i * n + j] = sum
    }
  }
  return product
}
