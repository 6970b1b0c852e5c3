import { noise } from '../../../../helpers/noise.ts'
import type { OpCase } from '../../../../helpers/op-rules.ts'

const width = 12

function scaleCase(name: string, groups: number, nPositions: number, nDirections: number): OpCase {
  const gain = noise(1, width / groups, 3)
  return {
    name,
    step: { op: 'scale', id: 'gain', inputs: ['x'], output: 'y', gain: 'g', width, groups },
    nPositions,
    nDirections,
    variables: [{ width, data: noise(2, nPositions * width) }],
    widthOut: width,
    weights: { g: { shape: [width / groups], data: gain } },
    reference: ([x]) => x!.map((value, i) => value * gain[i % gain.length]!)
  }
}

export const scaleCases: readonly OpCase[] = [
  scaleCase('one gain for the row', 1, 4, 3),
  scaleCase('the gain repeated by head', 4, 4, 3),
  scaleCase('one position, one direction', 3, 1, 1)
]
