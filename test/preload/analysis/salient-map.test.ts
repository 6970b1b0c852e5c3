import { describe, expect, it } from 'vitest'
import { resliceRecorded, salientMap } from '../../../preload/analysis/salient-map.ts'
import { seededRandom } from '../../helpers/random.ts'

const matrix = (rows: number, columns: number, values: number[]) => ({
  data: Float64Array.from(values),
  rows,
  columns
})

describe('salientMap', () => {
  it('scales each column by its largest entry and rounds up', () => {
    // Column 0: 1, 0.5, 0.01 of 1; column 1: negative, 0, 2.
    const map = salientMap(matrix(3, 2, [1, -3, 0.5, 0, 0.01, 2]), { levels: 10, threshold: 0 })
    expect([...map.data]).toEqual([10, 0, 5, 0, 1, 10])
    expect([map.rows, map.columns]).toEqual([3, 2])
  })

  it('drops the entries at the threshold and keeps those above', () => {
    const raw = matrix(4, 1, [1, 0.75, 0.7, 0.2])
    expect([...salientMap(raw, { levels: 10, threshold: 7 }).data]).toEqual([10, 8, 0, 0])
    expect([...salientMap(raw, { levels: 10, threshold: 10 }).data]).toEqual([0, 0, 0, 0])
  })

  it('stays below L where the largest importance is near 1e-9', () => {
    // 1e-9 / (1e-9 + 1e-9) = 0.5; 1e-10 / 1.1e-9 = 0.0909…
    const map = salientMap(matrix(1, 2, [1e-9, 1e-10]), { levels: 10, threshold: 0 })
    expect([...map.data]).toEqual([5, 1])
  })

  it('gives zeros for a column without positive importance', () => {
    const map = salientMap(matrix(2, 1, [-1, 0]), { levels: 10, threshold: 0 })
    expect([...map.data]).toEqual([0, 0])
  })

  it('gives an empty map for an empty response', () => {
    expect(salientMap(matrix(3, 0, []), { levels: 10, threshold: 7 }).data).toHaveLength(0)
  })

  it('computes in float64 from float32 input', () => {
    // 0.3 of 1 in float32 lies above 0.3, so its level at L = 10 is 4; in exact decimals it were 3.
    const raw = { data: Float32Array.from([1, 0.3]), rows: 2, columns: 1 }
    const scaled = (Math.fround(0.3) / (1 + 1e-9)) * 10
    expect(scaled).toBeGreaterThan(3)
    expect([...salientMap(raw, { levels: 10, threshold: 0 }).data]).toEqual([10, 4])
  })

  it.each([
    [{ levels: 0, threshold: 0 }, /L is 0/],
    [{ levels: 256, threshold: 0 }, /L is 256/],
    [{ levels: 2.5, threshold: 0 }, /L is 2.5/],
    [{ levels: 10, threshold: 11 }, /b is 11/],
    [{ levels: 10, threshold: -1 }, /b is -1/]
  ])('refuses %o', (settings, message) => {
    expect(() => salientMap(matrix(1, 1, [1]), settings)).toThrow(message)
  })

  it('refuses a wrong shape and entries that are not finite, naming the place', () => {
    const settings = { levels: 10, threshold: 0 }
    expect(() => salientMap(matrix(2, 2, [1, 2, 3]), settings)).toThrow(/3 entries.*2 × 2 = 4/)
    expect(() => salientMap(matrix(2, 2, [1, 2, NaN, 3]), settings)).toThrow(/NaN at \[1, 0\]/)
    expect(() => salientMap(matrix(1, 2, [1, Infinity]), settings)).toThrow(/Infinity at \[0, 1\]/)
  })
})

describe('resliceRecorded', () => {
  it.each([10, 5, 2])('equals the map made at L = %i from the raw matrix', (levels) => {
    const random = seededRandom(1)
    const raw = matrix(
      30,
      20,
      Array.from({ length: 600 }, () => random() - 0.3)
    )
    const recorded = salientMap(raw, { levels: 10, threshold: 0 })
    for (const threshold of [0, 1]) {
      const settings = { levels, threshold }
      expect(resliceRecorded(recorded, settings)).toEqual(salientMap(raw, settings))
    }
  })

  it.each([1, 3, 4, 20])('refuses L = %i, which a recorded map cannot give', (levels) => {
    const recorded = { data: Uint8Array.of(3), rows: 1, columns: 1 }
    expect(() => resliceRecorded(recorded, { levels, threshold: 0 })).toThrow(/expected 10, 5, 2/)
  })

  it('refuses a map that was not recorded at L = 10', () => {
    const recorded = { data: Uint8Array.of(11), rows: 1, columns: 1 }
    expect(() => resliceRecorded(recorded, { levels: 10, threshold: 0 })).toThrow(/holds 11/)
  })
})
