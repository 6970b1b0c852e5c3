import { gather, type Rules } from '../op.ts'
import { spread, stack, unstack } from '../shapes.ts'

/**
 * y = silu(gate) ∘ up, silu(z) = z · σ(z): the middle of a gated feed-forward (Shazeer, arXiv 2002.05202).
 *
 * Both partial derivatives are elementwise and saved: slopeGate = silu′(gate) ∘ up, slopeUp = silu(gate).
 */
export interface GatedSiluStep {
  readonly op: 'gated-silu'
  readonly id: string
  /** [gate, up] */
  readonly inputs: readonly [string, string]
  readonly output: string
  readonly width: number
}

export const gatedSilu: Rules<GatedSiluStep> = {
  saves: ({ width }) => [
    { name: 'slopeGate', width },
    { name: 'slopeUp', width }
  ],

  primal({ graph }, _step, [gate, up]) {
    const sigma = graph.node('Sigmoid', [gate!])
    const slopeUp = graph.node('Mul', [gate!, sigma])
    // silu′(z) = σ + silu(z) · (1 − σ)
    const rest = graph.node('Sub', [graph.floats([1], []), sigma])
    const slope = graph.node('Add', [sigma, graph.node('Mul', [slopeUp, rest])])
    return {
      output: graph.node('Mul', [slopeUp, up!]),
      saved: { slopeGate: graph.node('Mul', [slope, up!]), slopeUp }
    }
  },

  /** dy = slopeGate ∘ dgate + slopeUp ∘ dup */
  tangent(frame, { width }, saved, [dGate, dUp]) {
    const { graph } = frame
    const gatePart = graph.node('Mul', [
      unstack(frame, dGate!, [width]),
      spread(graph, saved['slopeGate']!, [width])
    ])
    const upPart = graph.node('Mul', [
      unstack(frame, dUp!, [width]),
      spread(graph, saved['slopeUp']!, [width])
    ])
    return stack(graph, graph.node('Add', [gatePart, upPart]), width)
  },

  /** dgate = slopeGate ∘ dy, dup = slopeUp ∘ dy */
  adjoint(frame, { width }, saved, dy, [gateTotal, upTotal]) {
    const { graph } = frame
    const rows = unstack(frame, dy, [width])
    const part = (name: string) =>
      stack(graph, graph.node('Mul', [rows, spread(graph, saved[name]!, [width])]), width)
    return [
      gather(graph, gateTotal ?? null, part('slopeGate')),
      gather(graph, upTotal ?? null, part('slopeUp'))
    ]
  }
}
