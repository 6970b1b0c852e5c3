import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  leadingDimensions,
  principalAngles
} from '../../../../../main/analyses/concepts/drift/principal-angles.ts'
import { orthonormalRowsOf } from '../../../../helpers/orthonormal-rows.ts'
import { seededRandom } from '../../../../helpers/random.ts'

const dModel = 30

function randomBasis(n: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  return orthonormalRowsOf(
    Float64Array.from({ length: n * dModel }, () => random() - 0.5),
    n,
    dModel
  )
}

/**
 * Two k-dimensional subspaces with the angles given, each in a basis that mixes them: row i of the
 * first is basis row i, of the second cos θᵢ times it plus sin θᵢ times row k + i.
 */
function subspacesAt(angles: readonly number[], seed: number) {
  const k = angles.length
  const basis = randomBasis(2 * k, seed)
  const a = basis.slice(0, k * dModel)
  const b = Float64Array.from(a, (value, i) => {
    const angle = angles[Math.floor(i / dModel)]!
    return Math.cos(angle) * value + Math.sin(angle) * basis[k * dModel + i]!
  })
  return { a: mixRows(a, k, seed + 1), b: mixRows(b, k, seed + 2) }
}

/** Other orthonormal rows of the same span. */
function mixRows(rows: Float64Array, k: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  const turn = orthonormalRowsOf(
    Float64Array.from({ length: k * k }, () => random() - 0.5),
    k,
    k
  )
  const mixed = new Float64Array(rows.length)
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      for (let c = 0; c < dModel; c++) {
        mixed[i * dModel + c]! += turn[i * k + j]! * rows[j * dModel + c]!
      }
    }
  }
  return mixed
}

function expectAngles(found: Float64Array, expected: readonly number[], tolerance: number) {
  expect(found).toHaveLength(expected.length)
  const sorted = [...expected].sort((a, b) => a - b)
  sorted.forEach((angle, i) => expect(Math.abs(found[i]! - angle)).toBeLessThanOrEqual(tolerance))
}

describe('principalAngles', () => {
  it('gives back the angles of subspaces built from them', () => {
    const angle = fc.double({ min: 0, max: Math.PI / 2, noNaN: true })
    const angles = fc.array(angle, { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(angles, fc.nat(1_000), (expected, seed) => {
        const { a, b } = subspacesAt(expected, seed)
        const k = expected.length
        expectAngles(principalAngles(a, b, dModel, [k])[0]!.radians, expected, 1e-13)
      })
    )
  })

  it('tells angles apart that a cosine cannot', () => {
    // cos 1e-9 is 1 to the last bit.
    const expected = [1e-12, 1e-9, 1e-6, 0.5, Math.PI / 2 - 1e-9]
    const { a, b } = subspacesAt(expected, 42)
    const [{ radians } = { radians: new Float64Array() }] = principalAngles(a, b, dModel, [5])
    expectAngles(radians, expected, 1e-14)
  })

  it('is zero for the same subspace and right angles for a complement', () => {
    const basis = randomBasis(8, 1)
    const a = basis.slice(0, 4 * dModel)
    const same = principalAngles(a, mixRows(a, 4, 9), dModel, [4])[0]!.radians
    expectAngles(same, [0, 0, 0, 0], 1e-14)
    const apart = principalAngles(a, basis.slice(4 * dModel), dModel, [4])[0]!.radians
    expectAngles(
      apart,
      Array.from({ length: 4 }, () => Math.PI / 2),
      1e-14
    )
  })

  it('compares the leading rows alone for each k', () => {
    const basis = randomBasis(6, 3)
    const row = (i: number) => basis.subarray(i * dModel, (i + 1) * dModel)
    const a = Float64Array.from([...row(0), ...row(1), ...row(2)])
    // The first two are the same plane in another order; the third is elsewhere.
    const b = Float64Array.from([...row(1), ...row(0), ...row(5)])
    const found = principalAngles(a, b, dModel, [1, 2, 3])
    expect(found.map(({ k }) => k)).toEqual([1, 2, 3])
    expectAngles(found[0]!.radians, [Math.PI / 2], 1e-14)
    expectAngles(found[1]!.radians, [0, 0], 1e-14)
    expectAngles(found[2]!.radians, [0, 0, Math.PI / 2], 1e-14)
  })

  it('takes float32 rows that are orthonormal to rounding', () => {
    const expected = [0.01, 0.2, 1.1]
    const { a, b } = subspacesAt(expected, 5)
    const [{ radians } = { radians: new Float64Array() }] = principalAngles(
      Float32Array.from(a),
      Float32Array.from(b),
      dModel,
      [3]
    )
    expectAngles(radians, expected, 1e-6)
  })
})

it.each([
  [0, []],
  [1, [1]],
  [7, [1, 7]],
  [10, [1, 10]],
  [64, [1, 10, 50, 64]],
  [300, [1, 10, 50, 300]],
  [4_096, [1, 10, 50, 300]]
])('of %i directions the leading ones compared are %j', (n, expected) => {
  expect(leadingDimensions(n)).toEqual(expected)
})
