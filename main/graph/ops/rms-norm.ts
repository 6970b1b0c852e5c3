import type { Value } from '../builder.ts'
import type { Frame, Rules, Saved } from '../op.ts'
import { gather } from '../op.ts'
import { reshape, spread, stack, unstack } from '../shapes.ts'

/**
 * Root-mean-square norm without its gain: y = x · s, s = 1/√(mean(x²) + ε), the mean over each of
 * `groups` equal parts of the row (1 for a layer's norm, one a head for query/key norms).
 * (Zhang and Sennrich, arXiv 1910.07467.)
 */
export interface RmsNormStep {
  readonly op: 'rms-norm'
  readonly id: string
  readonly inputs: readonly [string]
  readonly output: string
  readonly width: number
  readonly groups: number
  readonly epsilon: number
}

export const rmsNorm: Rules<RmsNormStep> = {
  saves: ({ width, groups }) => [
    { name: 'normed', width },
    { name: 'factor', width: groups }
  ],

  primal({ graph }, { width, groups, epsilon }, [x]) {
    const parts = reshape(graph, x!, graph.integers([-1, groups, width / groups]))
    const square = graph.node('Mul', [parts, parts])
    const mean = graph.node('ReduceMean', [square, graph.integers([-1])], { keepdims: 1 })
    const root = graph.node('Sqrt', [graph.node('Add', [mean, graph.floats([epsilon], [])])])
    const factor = graph.node('Reciprocal', [root])
    const normed = stack(graph, graph.node('Mul', [parts, factor]), width)
    return { output: normed, saved: { normed, factor: stack(graph, factor, groups) } }
  },

  tangent: (frame, step, saved, [dx]) => derivative(frame, step, saved, dx!),

  /** The Jacobian is symmetric: the tangent's formula serves. */
  adjoint: (frame, step, saved, dy, [total]) => [
    gather(frame.graph, total ?? null, derivative(frame, step, saved, dy))
  ]
}

/** dy = s · (dx − y · mean(y · dx)) in each part. */
function derivative(frame: Frame, { width, groups }: RmsNormStep, saved: Saved, dx: Value): Value {
  const { graph } = frame
  const tail = [groups, width / groups]
  const direction = unstack(frame, dx, tail)
  const normed = spread(graph, saved['normed']!, tail)
  const factor = spread(graph, saved['factor']!, [groups, 1])
  const scaled = graph.node('Mul', [direction, factor])
  const mean = graph.node(
    'ReduceMean',
    [graph.node('Mul', [scaled, normed]), graph.integers([-1])],
    {
      keepdims: 1
    }
  )
  return stack(graph, graph.node('Sub', [scaled, graph.node('Mul', [normed, mean])]), width)
}
