import type { GraphBuilder, Value } from './builder.ts'
import type { Frame } from './op.ts'

/** The wire [nPositions · nDirections, width] seen as [nPositions, nDirections, ...tail]. */
export function unstack({ graph, size }: Frame, wire: Value, tail: readonly number[]): Value {
  return reshape(graph, wire, graph.node('Concat', [size, graph.integers(tail)], { axis: 0 }))
}

/** Back to a wire of rows. */
export function stack(graph: GraphBuilder, value: Value, width: number): Value {
  return reshape(graph, value, graph.integers([-1, width]))
}

/** A saved value [nPositions, width] seen as [nPositions, 1, ...tail], to broadcast over directions. */
export function spread(graph: GraphBuilder, saved: Value, tail: readonly number[]): Value {
  return reshape(graph, saved, graph.integers([-1, 1, ...tail]))
}

export function reshape(graph: GraphBuilder, value: Value, shape: Value): Value {
  return graph.node('Reshape', [value, shape])
}

/** One entry of an int64 shape vector, as a vector of length 1. */
export function entry(graph: GraphBuilder, shape: Value, index: number): Value {
  return graph.node('Slice', [shape, graph.integers([index]), graph.integers([index + 1])])
}
