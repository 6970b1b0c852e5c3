import { expect, it } from 'vitest'
import { randomDirections } from '../../../../main/analyses/concepts/random-directions.ts'
import { seededRandom } from '../../../helpers/random.ts'
import { orthonormalRowsOf } from '../../../helpers/orthonormal-rows.ts'

const [nDirections, dModel, nRandom] = [4, 10, 2_000]
const random = seededRandom(3)
const numbers = Float64Array.from({ length: nDirections * dModel }, () => random() - 0.5)
const basis = orthonormalRowsOf(numbers, nDirections, dModel)
const found = randomDirections(Float32Array.from(basis), dModel, nRandom)

const row = (rows: ArrayLike<number>, i: number) =>
  Array.from({ length: dModel }, (_, d) => rows[i * dModel + d]!)
const dotOf = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d]!, 0)

it('are unit vectors of the subspace', () => {
  for (let i = 0; i < nRandom; i++) {
    const shares = Array.from({ length: nDirections }, (_, r) =>
      dotOf(row(found, i), row(basis, r))
    )
    expect(Math.hypot(...row(found, i))).toBeCloseTo(1, 6)
    // All of the length lies along the basis: nothing is outside.
    expect(Math.hypot(...shares)).toBeCloseTo(1, 6)
  }
})

it('lean to no direction of it', () => {
  // The mean along each is 0 and the mean square 1/4; their standard errors are about 0.011 and 0.005.
  for (let r = 0; r < nDirections; r++) {
    let sum = 0
    let squares = 0
    for (let i = 0; i < nRandom; i++) {
      const along = dotOf(row(found, i), row(basis, r))
      sum += along
      squares += along ** 2
    }
    expect(Math.abs(sum / nRandom)).toBeLessThan(0.055)
    expect(Math.abs(squares / nRandom - 1 / nDirections)).toBeLessThan(0.025)
  }
})

it('are the same every time, and differ from each other', () => {
  expect(randomDirections(Float32Array.from(basis), dModel, nRandom)).toEqual(found)
  expect(row(found, 0)).not.toEqual(row(found, 1))
})
