import { describe, expect, it } from 'vitest'
import { finalNorm, finalNormAdjoint } from '../../../main/runtime/final-norm.ts'
import { centralDifference } from '../../helpers/central-difference.ts'
import { expectCloseToLargest, float64Tolerance } from '../../helpers/close.ts'
import { dot } from '../../helpers/dot.ts'
import { noise } from '../../helpers/noise.ts'
import { rmsNormReference } from '../../helpers/reference/rms-norm.ts'

const dModel = 6
const epsilon = 1e-5
const gain = noise(1, dModel, 2)
const normed = (x: Float64Array) =>
  rmsNormReference(x, dModel, epsilon).map((value, i) => value * gain[i % dModel]!)

describe.each([
  ['several rows', noise(2, 3 * dModel)],
  ['one row', noise(3, dModel)],
  ['a row of zeros', new Float64Array(dModel)],
  ['rows whose squares overflow float32', noise(4, 2 * dModel, 1e25)]
])('%s', (_, x) => {
  it('finalNorm is x / √(mean x² + ε) ∘ gain', () => {
    const rows = finalNorm(Float32Array.from(x), Float32Array.from(gain), epsilon)
    expectCloseToLargest(rows.scaled, normed(x), float64Tolerance)
  })

  it('finalNormAdjoint agrees with a central difference', () => {
    const rows = finalNorm(Float32Array.from(x), Float32Array.from(gain), epsilon)
    const dScaled = noise(5, x.length)
    const dx = finalNormAdjoint(rows, Float32Array.from(gain), dScaled)
    const along = noise(6, x.length)
    const expected = dot(
      dScaled,
      centralDifference(([v]) => normed(v!), [x], [along])
    ).sum
    expect(dot(dx, along).sum / expected).toBeCloseTo(1, 4)
  })
})
