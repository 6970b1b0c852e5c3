import type { Value } from '../builder.ts'
import { gather, type Frame, type Rules } from '../op.ts'
import { reshape, stack } from '../shapes.ts'

/** y = x ∘ gain, the gain repeated over `groups` equal parts of the row (a head's norm has one gain for all heads). */
export interface ScaleStep {
  readonly op: 'scale'
  readonly id: string
  readonly inputs: readonly [string]
  readonly output: string
  readonly gain: string
  readonly width: number
  readonly groups: number
}

export const scale: Rules<ScaleStep> = {
  saves: () => [],
  primal: (frame, step, [x]) => ({ output: scaled(frame, step, x!), saved: {} }),
  tangent: (frame, step, _saved, [dx]) => scaled(frame, step, dx!),
  adjoint: (frame, step, _saved, dy, [total]) => [
    gather(frame.graph, total ?? null, scaled(frame, step, dy))
  ]
}

function scaled({ graph, weight }: Frame, { width, groups, gain }: ScaleStep, x: Value): Value {
  const parts = reshape(graph, x, graph.integers([-1, groups, width / groups]))
  return stack(graph, graph.node('Mul', [parts, weight(gain)]), width)
}
