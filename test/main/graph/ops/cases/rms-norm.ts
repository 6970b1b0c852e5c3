import { noise } from '../../../../helpers/noise.ts'
import type { OpCase } from '../../../../helpers/op-rules.ts'
import { rmsNormReference } from '../../../../helpers/reference/rms-norm.ts'

const width = 12

function normCase(
  name: string,
  groups: number,
  data: Float64Array,
  { epsilon = 1e-5, nDirections = 3 } = {}
): OpCase {
  return {
    name,
    step: { op: 'rms-norm', id: 'norm', inputs: ['x'], output: 'y', width, groups, epsilon },
    nPositions: data.length / width,
    nDirections,
    variables: [{ width, data }],
    widthOut: width,
    reference: ([x]) => rmsNormReference(x!, width / groups, epsilon)
  }
}

export const rmsNormCases: readonly OpCase[] = [
  normCase('one group', 1, noise(1, 5 * width)),
  normCase('a group a head', 4, noise(2, 5 * width)),
  normCase('as many groups as pairs', 6, noise(3, 3 * width)),
  normCase('one position', 1, noise(4, width)),
  normCase('one position, one direction', 4, noise(5, width), { nDirections: 1 }),
  normCase('a row of zeros', 1, new Float64Array(width)),
  normCase('rows so small that epsilon rules', 1, noise(6, 2 * width, 1e-6)),
  normCase('rows so large that epsilon is lost', 3, noise(7, 2 * width, 1e12))
]
