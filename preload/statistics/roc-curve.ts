/** One way to tell positives from negatives by a score: all at or above a threshold are called positive. */
export interface RocPoint {
  /** Infinity at the first point, where none is called. */
  readonly threshold: number
  /** Of the negatives, the share that is called positive. */
  readonly falsePositiveRate: number
  /** Of the positives, the share that is. */
  readonly truePositiveRate: number
}

/**
 * Receiver operating characteristic: a point a distinct score, from (0, 0) to (1, 1).
 *
 * @param negatives  [m], scores; m of 1 or more
 * @param positives  [n], n of 1 or more
 */
export function rocCurve(
  negatives: ArrayLike<number>,
  positives: ArrayLike<number>
): readonly RocPoint[] {
  const scored = [
    ...Array.from(negatives, (score) => ({ score, isPositive: false })),
    ...Array.from(positives, (score) => ({ score, isPositive: true }))
  ].sort((a, b) => b.score - a.score)
  const points = [{ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 }]
  let [nFalse, nTrue] = [0, 0]
  scored.forEach(({ score, isPositive }, i) => {
    if (isPositive) nTrue += 1
    else nFalse += 1
    if (scored[i + 1]?.score === score) return
    points.push({
      threshold: score,
      falsePositiveRate: nFalse / negatives.length,
      truePositiveRate: nTrue / positives.length
    })
  })
  return points
}
