import { floats, integers } from '../../../../../main/runtime/tensor.ts'
import { noise } from '../../../../helpers/noise.ts'
import type { OpCase } from '../../../../helpers/op-rules.ts'
import { rotaryReference } from '../../../../helpers/reference/rotary.ts'

const tableLength = 9

interface Variant {
  readonly nHeads: number
  readonly dHead: number
  /** First position of the chunk. */
  readonly from: number
  readonly nPositions: number
  readonly nDirections: number
  /** Attention factor in the tables. */
  readonly factor: number
}

const plain: Variant = { nHeads: 3, dHead: 8, from: 0, nPositions: 4, nDirections: 3, factor: 1 }

function rotaryCase(name: string, changes: Partial<Variant>): OpCase {
  const { nHeads, dHead, from, nPositions, nDirections, factor } = { ...plain, ...changes }
  const half = dHead / 2
  const table = (f: (angle: number) => number) =>
    Float32Array.from({ length: tableLength * half }, (_, i) => {
      return factor * f(Math.floor(i / half) * 10 ** -((i % half) / half))
    })
  const cos = table(Math.cos)
  const sin = table(Math.sin)
  const own = (all: Float32Array) => all.subarray(from * half, (from + nPositions) * half)
  const width = nHeads * dHead
  return {
    name,
    step: { op: 'rotary', id: 'turn', inputs: ['x'], output: 'y', nHeads, dHead },
    nPositions,
    nDirections,
    variables: [{ width, data: noise(1, nPositions * width) }],
    widthOut: width,
    extras: {
      cos: floats(cos, [tableLength, half]),
      sin: floats(sin, [tableLength, half]),
      positionIds: integers(
        Array.from({ length: nPositions }, (_, i) => from + i),
        [nPositions, 1]
      )
    },
    reference: ([x]) => rotaryReference(x!, nHeads, dHead, own(cos), own(sin))
  }
}

export const rotaryCases: readonly OpCase[] = [
  rotaryCase('from the first position', {}),
  rotaryCase('a chunk in the middle', { from: 3 }),
  rotaryCase('tables with an attention factor', { from: 2, factor: 1.3 }),
  rotaryCase('one head of one pair', { nHeads: 1, dHead: 2 }),
  rotaryCase('one position, one direction', { from: 5, nPositions: 1, nDirections: 1 })
]
