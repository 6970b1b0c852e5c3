import type { Value } from '../builder.ts'
import { gather, type Frame, type Rules } from '../op.ts'
import { stack, unstack } from '../shapes.ts'

/**
 * Rotary position embedding (Su et al., arXiv 2104.09864), halves of each head paired as in LLaMA:
 * (a, b) → (a·cos − b·sin, b·cos + a·sin). The tables hold the angles of the positions in question, with
 * the attention factor of scaled variants multiplied in.
 */
export interface RotaryStep {
  readonly op: 'rotary'
  readonly id: string
  readonly inputs: readonly [string]
  readonly output: string
  readonly nHeads: number
  readonly dHead: number
}

export const rotary: Rules<RotaryStep> = {
  saves: () => [],
  primal: (frame, step, [x]) => ({ output: rotated(frame, step, x!, 1), saved: {} }),
  tangent: (frame, step, _saved, [dx]) => rotated(frame, step, dx!, 1),

  /** The transpose of a rotation turns the other way. */
  adjoint: (frame, step, _saved, dy, [total]) => [
    gather(frame.graph, total ?? null, rotated(frame, step, dy, -1))
  ]
}

function rotated(frame: Frame, { nHeads, dHead }: RotaryStep, x: Value, turn: 1 | -1): Value {
  const { graph } = frame
  const width = nHeads * dHead
  // The operator's batch is our positions and its sequence our directions: all share one position id.
  // It refuses more directions than the tables have rows; sources and targets are never that many.
  const ids = graph.node('Expand', [frame.extra('positionIds'), frame.size])
  const sin = frame.extra('sin')
  const inputs = [
    unstack(frame, x, [width]),
    ids,
    frame.extra('cos'),
    turn === 1 ? sin : graph.node('Neg', [sin])
  ]
  return stack(graph, graph.contrib('RotaryEmbedding', inputs, { interleaved: 0 }), width)
}
