import type { RitzPairs } from './ritz-pairs.ts'

/** Eigenpairs that an iteration is done with. */
export interface LockedPairs {
  /** [nLocked] */
  readonly values: Float64Array
  /** [nLocked, n], orthonormal */
  readonly rows: Float32Array
}

export const noPairs: LockedPairs = { values: new Float64Array(0), rows: new Float32Array(0) }

/** The locked pairs and the first `count` of a block. */
export function joinPairs(locked: LockedPairs, pairs: RitzPairs, count: number): LockedPairs {
  const n = pairs.rows.length / pairs.values.length
  const nLocked = locked.values.length
  const values = new Float64Array(nLocked + count)
  const rows = new Float32Array((nLocked + count) * n)
  values.set(locked.values)
  values.set(pairs.values.subarray(0, count), nLocked)
  rows.set(locked.rows)
  rows.set(pairs.rows.subarray(0, count * n), nLocked * n)
  return { values, rows }
}
