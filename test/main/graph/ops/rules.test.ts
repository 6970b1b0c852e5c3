import { describe, expect, it } from 'vitest'
import { opNames, type Step } from '../../../../main/graph/layers/step.ts'
import { centralDifference } from '../../../helpers/central-difference.ts'
import { expectCloseToLargest, expectSumsClose, opTolerance } from '../../../helpers/close.ts'
import { dot } from '../../../helpers/dot.ts'
import { noise } from '../../../helpers/noise.ts'
import { adjointOf, primalOf, tangentOf, type OpCase } from '../../../helpers/op-rules.ts'
import { attentionCases } from './cases/attention.ts'
import { gatedSiluCases } from './cases/gated-silu.ts'
import { linearCases } from './cases/linear.ts'
import { rmsNormCases } from './cases/rms-norm.ts'
import { rotaryCases } from './cases/rotary.ts'
import { scaleCases } from './cases/scale.ts'

const cases: Readonly<Record<Step['op'], readonly OpCase[]>> = {
  linear: linearCases,
  'rms-norm': rmsNormCases,
  scale: scaleCases,
  rotary: rotaryCases,
  attention: attentionCases,
  'gated-silu': gatedSiluCases
}

/** Random directions for every variable, [nRows, nDirections, width]. */
function directionsOf({ variables, nDirections }: OpCase): Float64Array[] {
  return variables.map(({ data }, i) => noise(100 + i, data.length * nDirections))
}

/** Direction j of [nRows, nDirections, width]. */
function pick(all: ArrayLike<number>, width: number, nDirections: number, j: number): Float64Array {
  const nRows = all.length / (width * nDirections)
  return Float64Array.from({ length: nRows * width }, (_, i) => {
    return all[(Math.floor(i / width) * nDirections + j) * width + (i % width)]!
  })
}

const vectorsOf = ({ variables }: OpCase) => variables.map(({ data }) => data)

it('every op of the table has cases here', () => {
  expect(opNames.length).toBeGreaterThan(0)
  for (const name of opNames) {
    expect(cases[name]?.length ?? 0, name).toBeGreaterThan(0)
    for (const { step } of cases[name]) expect(step.op).toBe(name)
  }
})

for (const name of opNames) {
  describe.each(cases[name].map((op) => [op.name, op] as const))(`${name}: %s`, (_, op) => {
    const { nDirections: count, widthOut } = op
    const widthOf = (i: number) => op.variables[i]!.width

    it('the primal is the float64 reference', async () => {
      expectCloseToLargest((await primalOf(op)).y, op.reference(vectorsOf(op)), opTolerance)
    })

    it('the tangent is the central difference along each direction', async () => {
      const directions = directionsOf(op)
      const dy = await tangentOf(op, await primalOf(op), directions)
      for (let j = 0; j < count; j++) {
        const along = directions.map((all, i) => pick(all, widthOf(i), count, j))
        const expected = centralDifference((x) => op.reference(x), vectorsOf(op), along)
        expectCloseToLargest(pick(dy, widthOut, count, j), expected, opTolerance)
      }
    })

    it('the adjoint gives the central difference along each direction', async () => {
      const directions = directionsOf(op)
      const dy = noise(200, op.nPositions * widthOut * count)
      const cotangents = await adjointOf(op, await primalOf(op), { dy })
      for (let j = 0; j < count; j++) {
        const seed = pick(dy, widthOut, count, j)
        // Variable by variable, so that each is seen; where a gradient is zero by cancellation, rounding
        // is relative to what the largest one is made of.
        const pairs = cotangents.map((cotangent, i) => {
          const alone = directions.map((all, k) =>
            pick(all, widthOf(k), count, j).map((value) => (k === i ? value : 0))
          )
          const expected = centralDifference((x) => op.reference(x), vectorsOf(op), alone)
          return {
            found: dot(pick(cotangent, widthOf(i), count, j), alone[i]!),
            expected: dot(seed, expected)
          }
        })
        const size = Math.max(...pairs.map(({ expected }) => expected.size))
        for (const { found, expected } of pairs) {
          expectSumsClose(found, { ...expected, size }, opTolerance)
        }
      }
    })

    it('the adjoint is the transpose of the tangent', async () => {
      const directions = directionsOf(op)
      const primal = await primalOf(op)
      const dy = noise(201, op.nPositions * widthOut * count)
      const pushed = dot(dy, await tangentOf(op, primal, directions))
      const pulled = (await adjointOf(op, primal, { dy })).map((dx, i) => dot(dx, directions[i]!))
      const sum = pulled.reduce((total, part) => total + part.sum, 0)
      const size = pulled.reduce((total, part) => total + part.size, 0)
      expectSumsClose({ sum, size }, pushed, opTolerance)
    })

    it('the adjoint adds to what was gathered before', async () => {
      const primal = await primalOf(op)
      const dy = noise(202, op.nPositions * widthOut * count)
      const totals = op.step.inputs.map((_, i) =>
        noise(300 + i, op.nPositions * widthOf(i) * count)
      )
      const alone = await adjointOf(op, primal, { dy })
      const added = await adjointOf(op, primal, { dy, totals })
      for (const [i, total] of totals.entries()) {
        const expected = total.map((value, k) => value + alone[i]![k]!)
        expectCloseToLargest(added[i]!, expected, opTolerance)
      }
    })

    if (op.variables.length === op.step.inputs.length) return
    it('what later positions gathered on keys and values goes to its own rows', async () => {
      const primal = await primalOf(op)
      const dy = noise(203, op.nPositions * widthOut * count)
      const nKeys = op.nPositions + op.variables[3]!.data.length / widthOf(3)
      const later = [400, 401].map((seed) => noise(seed, nKeys * widthOf(3) * count))
      const alone = await adjointOf(op, primal, { dy })
      const added = await adjointOf(op, primal, { dy, later })
      for (const [k, rows] of later.entries()) {
        // Earlier positions' rows, then the chunk's own.
        const expected = [...alone[3 + k]!, ...alone[1 + k]!].map((value, i) => value + rows[i]!)
        expectCloseToLargest([...added[3 + k]!, ...added[1 + k]!], expected, opTolerance)
      }
    })
  })
}
