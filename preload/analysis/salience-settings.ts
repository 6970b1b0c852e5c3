/** The three constants of the method (arXiv 2310.00492, section 3), stored with every result. */
export interface SalienceSettings {
  /** L: levels of the salient map, 1 to 255. */
  readonly levels: number
  /** b: entries of S at or below it count as 0; an integer from 0 to L. */
  readonly threshold: number
  /** p: the norm that the density divides by, 1 to 100. */
  readonly norm: number
}

/** What the paper's authors ran with. */
export const defaultSalience: SalienceSettings = { levels: 10, threshold: 7, norm: 4 }

/** The b of a map that is drawn: every level is shown. */
export const drawingThreshold = 0

/** S is kept in bytes. */
export const largestLevels = 255

/** 255^100 times any number of tokens stays far below the largest float64. */
export const largestNorm = 100

/** Throws RangeError naming the setting that is out of range. */
export function checkLevels({
  levels,
  threshold
}: Pick<SalienceSettings, 'levels' | 'threshold'>): void {
  if (!Number.isInteger(levels) || levels < 1 || levels > largestLevels) {
    throw new RangeError(`L is ${levels}, expected an integer from 1 to ${largestLevels}`)
  }
  if (!Number.isInteger(threshold) || threshold < 0 || threshold > levels) {
    throw new RangeError(`b is ${threshold}, expected an integer from 0 to L = ${levels}`)
  }
}

/** Throws RangeError when p is out of range. */
export function checkNorm(norm: number): void {
  if (!(norm >= 1 && norm <= largestNorm)) {
    throw new RangeError(`p is ${norm}, expected a number from 1 to ${largestNorm}`)
  }
}
