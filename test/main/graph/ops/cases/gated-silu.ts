import { noise } from '../../../../helpers/noise.ts'
import type { OpCase } from '../../../../helpers/op-rules.ts'
import { gatedSiluReference } from '../../../../helpers/reference/gated-silu.ts'

function gatedCase(
  name: string,
  gate: Float64Array,
  { nPositions = 1, nDirections = 3 } = {}
): OpCase {
  const width = gate.length / nPositions
  return {
    name,
    step: { op: 'gated-silu', id: 'gated', inputs: ['g', 'u'], output: 'y', width },
    nPositions,
    nDirections,
    variables: [
      { width, data: gate },
      { width, data: noise(9, gate.length) }
    ],
    widthOut: width,
    reference: ([g, u]) => gatedSiluReference(g!, u!)
  }
}

export const gatedSiluCases: readonly OpCase[] = [
  gatedCase('gates around zero', noise(1, 4 * 6, 3), { nPositions: 4 }),
  gatedCase('one position, one direction', noise(2, 6, 3), { nDirections: 1 }),
  gatedCase('a gate of zero', Float64Array.of(0, -0)),
  gatedCase('gates where exp(−z) overflows', Float64Array.of(-90, -100, -1000, 0.5)),
  gatedCase('gates where exp(z) overflows', Float64Array.of(90, 100, 1000, 0.5)),
  gatedCase('the steepest and the lowest place', Float64Array.of(2.3993573, -1.2784645, -2.3993573))
]
