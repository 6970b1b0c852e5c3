/**
 * Rotation of each head's pairs (i, i + dHead/2) by the angle whose cosine and sine are given a row.
 *
 * @param x [nRows, nHeads · dHead]
 * @param cos,sin [nRows, dHead / 2]
 */
export function rotaryReference(
  x: Float64Array,
  nHeads: number,
  dHead: number,
  cos: ArrayLike<number>,
  sin: ArrayLike<number>
): Float64Array {
  const half = dHead / 2
  const width = nHeads * dHead
  const y = new Float64Array(x.length)
  for (let row = 0; row < x.length / width; row++) {
    for (let head = 0; head < nHeads; head++) {
      for (let i = 0; i < half; i++) {
        const at = row * width + head * dHead + i
        const c = cos[row * half + i]!
        const s = sin[row * half + i]!
        y[at] = x[at]! * c - x[at + half]! * s
        y[at + half] = x[at + half]! * c + x[at]! * s
      }
    }
  }
  return y
}
