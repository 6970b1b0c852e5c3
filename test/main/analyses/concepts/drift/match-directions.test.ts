import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchRows } from '../../../../../main/analyses/concepts/drift/match-directions.ts'
import { seededRandom } from '../../../../helpers/random.ts'

/** The best total of all one-to-one matchings that leave nothing out on the smaller side. */
function bestTotal(gains: readonly (readonly number[])[], nColumns: number): number {
  const nRows = gains.length
  const taken = new Set<number>()
  const from = (row: number, nSkips: number): number => {
    if (row === nRows) return 0
    let best = nSkips > 0 ? from(row + 1, nSkips - 1) : -Infinity
    for (let column = 0; column < nColumns; column++) {
      if (taken.has(column)) continue
      taken.add(column)
      best = Math.max(best, gains[row]![column]! + from(row + 1, nSkips))
      taken.delete(column)
    }
    return best
  }
  return from(0, Math.max(0, nRows - nColumns))
}

function checkMatching(matched: Int32Array, nRows: number, nColumns: number) {
  expect(matched).toHaveLength(nRows)
  const pairs = [...matched].filter((column) => column >= 0)
  expect(pairs).toHaveLength(Math.min(nRows, nColumns))
  expect(new Set(pairs).size).toBe(pairs.length)
  expect(pairs.every((column) => column < nColumns)).toBe(true)
}

describe('matchRows', () => {
  it('finds the best total of any shape, with and without ties', () => {
    const size = fc.integer({ min: 1, max: 5 })
    const cell = fc.oneof(
      fc.constantFrom(0, 0.25, 0.5, 1),
      fc.float({ min: 0, max: 1, noNaN: true })
    )
    const matrix = fc.tuple(size, size).chain(([nRows, nColumns]) =>
      fc.array(fc.array(cell, { minLength: nColumns, maxLength: nColumns }), {
        minLength: nRows,
        maxLength: nRows
      })
    )
    fc.assert(
      fc.property(matrix, (gains) => {
        const [nRows, nColumns] = [gains.length, gains[0]!.length]
        const matched = matchRows(Float32Array.from(gains.flat()), nRows, nColumns)
        checkMatching(matched, nRows, nColumns)
        const total = matched.reduce((sum, c, r) => sum + (c < 0 ? 0 : gains[r]![c]!), 0)
        expect(total).toBeCloseTo(bestTotal(gains, nColumns), 10)
      }),
      { numRuns: 300 }
    )
  })

  it('gives up the best pair where the total is larger without it', () => {
    // Greedy takes 0.9 and is left with 0.1: 1.0 against 1.6.
    expect([...matchRows(Float32Array.from([0.9, 0.8, 0.8, 0.1]), 2, 2)]).toEqual([1, 0])
  })

  it('finds a hidden permutation among 300', () => {
    const random = seededRandom(1)
    const hidden = Int32Array.from({ length: 300 }, (_, i) => (i * 7 + 3) % 300)
    const gains = Float32Array.from({ length: 300 * 300 }, () => 0.4 * random())
    hidden.forEach((column, row) => (gains[row * 300 + column] = 0.6))
    expect(matchRows(gains, 300, 300)).toEqual(hidden)
  })

  it('matches nothing with nothing', () => {
    expect([...matchRows(new Float32Array(0), 2, 0)]).toEqual([-1, -1])
    expect(matchRows(new Float32Array(0), 0, 2)).toHaveLength(0)
  })
})
