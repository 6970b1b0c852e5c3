import type { Value } from '../builder.ts'
import { gather, type Frame, type Rules } from '../op.ts'

/**
 * y = x · (W ∘ gain)ᵀ + bias + residual, W [out, in] as it lies in the checkpoint.
 *
 * `gain` is the norm's gain in front, folded into the columns of W when the session loads: one pass less
 * over every tangent. `residual` adds a second wire in the same product.
 */
export interface LinearStep {
  readonly op: 'linear'
  readonly id: string
  /** [x] or [x, residual] */
  readonly inputs: readonly string[]
  readonly output: string
  readonly weight: string
  readonly bias: string | null
  readonly gain: string | null
  readonly widthIn: number
  readonly widthOut: number
}

export const linear: Rules<LinearStep> = {
  saves: () => [],

  primal(frame, step, [x, residual]) {
    const { graph } = frame
    const bias = step.bias ? frame.weight(step.bias) : null
    const product = graph.node('Gemm', [x!, weightOf(frame, step), bias ?? residual ?? null], {
      transB: 1
    })
    return {
      output: bias && residual ? graph.node('Add', [product, residual]) : product,
      saved: {}
    }
  },

  /** dy = dx · Wᵀ + dresidual */
  tangent(frame, step, _saved, [dx, dResidual]) {
    return frame.graph.node('Gemm', [dx!, weightOf(frame, step), dResidual ?? null], { transB: 1 })
  },

  /** dx = dy · W; dresidual = dy */
  adjoint(frame, step, _saved, dy, [total, residualTotal]) {
    const dx = frame.graph.node('Gemm', [dy, weightOf(frame, step), total ?? null])
    return step.inputs.length > 1 ? [dx, gather(frame.graph, residualTotal ?? null, dy)] : [dx]
  }
}

function weightOf(frame: Frame, step: LinearStep): Value {
  const weight = frame.weight(step.weight)
  return step.gain ? frame.graph.node('Mul', [weight, frame.weight(step.gain)]) : weight
}
