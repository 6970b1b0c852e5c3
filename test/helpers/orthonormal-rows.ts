/**
 * Orthonormal rows [n, length] from any numbers, by Gram and Schmidt twice over in float64: independent
 * of what the program does.
 */
export function orthonormalRowsOf(numbers: Float64Array, n: number, length: number): Float64Array {
  const rows = Float64Array.from(numbers)
  const row = (i: number) => rows.subarray(i * length, (i + 1) * length)
  for (let i = 0; i < n; i++) {
    for (const _ of [1, 2]) {
      for (let j = 0; j < i; j++) {
        const along = row(i).reduce((sum, value, c) => sum + value * row(j)[c]!, 0)
        row(i).forEach((value, c) => (row(i)[c] = value - along * row(j)[c]!))
      }
      const norm = Math.hypot(...row(i))
      row(i).forEach((value, c) => (row(i)[c] = value / norm))
    }
  }
  return rows
}
