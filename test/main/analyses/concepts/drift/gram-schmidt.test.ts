import { describe, expect, it } from 'vitest'
import {
  dot,
  orthonormalizeRows
} from '../../../../../main/analyses/concepts/drift/gram-schmidt.ts'
import { seededRandom } from '../../../../helpers/random.ts'

describe('orthonormalizeRows', () => {
  const [n, length] = [5, 9]
  const random = seededRandom(5)
  const rows = Float64Array.from({ length: n * length }, () => random() - 0.5)
  const at = (matrix: Float64Array, i: number) => matrix.subarray(i * length, (i + 1) * length)

  function expectFactors(given: Float64Array) {
    const q = given.slice()
    const r = orthonormalizeRows(q, n, length)
    for (let j = 0; j < n; j++) {
      for (let c = 0; c < length; c++) {
        let sum = 0
        for (let i = 0; i < n; i++) sum += r[i * n + j]! * at(q, i)[c]!
        expect(sum).toBeCloseTo(at(given, j)[c]!, 14)
      }
      for (let i = j + 1; i < n; i++) expect(r[i * n + j]).toBe(0)
    }
    return q
  }

  it('makes rows orthonormal, each within the span of those up to it', () => {
    const q = expectFactors(rows)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) expect(dot(at(q, i), at(q, j))).toBeCloseTo(i === j ? 1 : 0, 14)
    }
  })

  it('factors rows that depend on each other, and rows of zeros', () => {
    const dependent = rows.slice()
    at(dependent, 2).set(at(rows, 0))
    at(dependent, 3).fill(0)
    expectFactors(dependent)
  })
})

it('dot adds up products of any length', () => {
  for (let n = 0; n < 10; n++) {
    const a = Array.from({ length: n }, (_, i) => i + 1)
    expect(dot(a, a)).toBe((n * (n + 1) * (2 * n + 1)) / 6)
  }
})
