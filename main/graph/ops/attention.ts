import type { GraphBuilder, Value } from '../builder.ts'
import { gather, type Frame, type Rules, type Saved, type Shown } from '../op.ts'
import { entry, reshape } from '../shapes.ts'

/**
 * Causal softmax attention: o = softmax(s · q kᵀ + mask) v, query head h reading key/value head
 * ⌊h / (nHeads / nKvHeads)⌋ (Vaswani et al.; Ainslie et al., arXiv 2305.13245).
 *
 * A chunk of query positions sees the keys and values of all positions up to its own last one: the
 * earlier ones come as inputs, the chunk's own are emitted. So long sequences run in chunks that bound
 * the memory of the score matrices, and no score right of a chunk is computed.
 */
export interface AttentionStep {
  readonly op: 'attention'
  readonly id: string
  /** [q, k, v] */
  readonly inputs: readonly [string, string, string]
  readonly output: string
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly scale: number
}

export const attention: Rules<AttentionStep> = {
  saves: ({ nHeads, dHead }) => [
    { name: 'query', width: nHeads * dHead },
    { name: 'out', width: nHeads * dHead }
  ],

  primal(frame, step, [q, k, v]) {
    const { graph } = frame
    const kvWidth = step.nKvHeads * step.dHead
    frame.emit('keys', k!, kvWidth)
    frame.emit('values', v!, kvWidth)
    const one = graph.integers([1])
    const keys = keyHeads(
      graph,
      step,
      graph.node('Concat', [frame.extra('keys'), k!], { axis: 0 }),
      one
    )
    const values = keyHeads(
      graph,
      step,
      graph.node('Concat', [frame.extra('values'), v!], { axis: 0 }),
      one
    )
    const weights = softmaxWeights(frame, step, queryHeads(graph, step, q!, one), keys)
    const output = rows(frame, step, graph.node('MatMul', [weights, values]), one)
    return { output, saved: { query: q!, out: output }, shown: { weights: byHeads(step, weights) } }
  },

  /**
   * With P the weights, E = P ∘ s(dq kᵀ + q dkᵀ) and r the row sums of E:  do = E v + P dv − r ∘ o.
   */
  tangent(frame, step, saved, [dq, dk, dv]) {
    const { graph } = frame
    const kvWidth = step.nKvHeads * step.dHead
    frame.emit('keyTangents', dk!, kvWidth)
    frame.emit('valueTangents', dv!, kvWidth)
    const { count, query, keys, values, weights } = primalHeads(frame, step, saved)
    const dQuery = queryHeads(graph, step, dq!, count)
    const dKeys = keyHeads(graph, step, joined(frame, 'keyTangents', dk!), count)
    const dValues = keyHeads(graph, step, joined(frame, 'valueTangents', dv!), count)
    const left = graph.node('Concat', [dQuery, repeated(graph, query, dQuery)], { axis: -1 })
    const right = graph.node('Concat', [repeated(graph, keys, dKeys), dKeys], { axis: -1 })
    const dScores = graph.contrib('FusedMatMul', [left, right], {
      transB: 1,
      alpha: { float: step.scale }
    })
    const change = graph.node('Mul', [dScores, weights])
    const sum = graph.node('ReduceSum', [change, graph.integers([-1])], { keepdims: 1 })
    const moved = graph.node('Add', [
      graph.node('MatMul', [change, values]),
      graph.node('MatMul', [weights, dValues])
    ])
    const out = queryHeads(graph, step, saved['out']!, graph.integers([1]))
    return rows(frame, step, graph.node('Sub', [moved, graph.node('Mul', [sum, out])]), count)
  },

  /**
   * With r the row sums of do ∘ o and F = P ∘ (do vᵀ − r):
   * dq = s F k, dk = s Fᵀ q, dv = Pᵀ do, the last two for every earlier position too.
   */
  adjoint(frame, step, saved, dy, [qTotal, kTotal, vTotal]) {
    const { graph } = frame
    const { count, query, keys, values, weights } = primalHeads(frame, step, saved)
    const dOut = queryHeads(graph, step, dy, count)
    const out = queryHeads(graph, step, saved['out']!, graph.integers([1]))
    const sum = graph.node('ReduceSum', [graph.node('Mul', [dOut, out]), graph.integers([-1])], {
      keepdims: 1
    })
    const dWeights = graph.contrib('FusedMatMul', [dOut, values], { transB: 1 })
    const dScores = graph.node('Mul', [graph.node('Sub', [dWeights, sum]), weights])
    const alpha = { float: step.scale }
    const dQuery = graph.contrib('FusedMatMul', [dScores, keys], { alpha })
    const dKeys = graph.contrib('FusedMatMul', [dScores, query], { transA: 1, alpha })
    const dValues = graph.contrib('FusedMatMul', [weights, dOut], { transA: 1 })
    const ownKeys = split(frame, step, 'keyCotangents', dKeys)
    const ownValues = split(frame, step, 'valueCotangents', dValues)
    return [
      gather(graph, qTotal ?? null, rows(frame, step, dQuery, count)),
      gather(graph, kTotal ?? null, ownKeys),
      gather(graph, vTotal ?? null, ownValues)
    ]
  }
}

/** The chunk's queries and all keys and values by head, and the softmax weights, computed anew: they would not fit in memory for all layers. */
function primalHeads(frame: Frame, step: AttentionStep, saved: Saved) {
  const { graph } = frame
  const one = graph.integers([1])
  const query = queryHeads(graph, step, saved['query']!, one)
  const keys = keyHeads(graph, step, frame.extra('keys'), one)
  const values = keyHeads(graph, step, frame.extra('values'), one)
  const weights = softmaxWeights(frame, step, query, keys)
  return { count: entry(graph, frame.size, 1), query, keys, values, weights }
}

/** softmax(s · q kᵀ + mask): [1, nKvHeads, group · nQueries, nKeys] */
function softmaxWeights(frame: Frame, step: AttentionStep, query: Value, keys: Value): Value {
  const { graph } = frame
  const group = step.nHeads / step.nKvHeads
  const scores = graph.contrib('FusedMatMul', [query, keys], {
    transB: 1,
    alpha: { float: step.scale }
  })
  const mask = frame.extra('mask')
  const nKeys = entry(graph, graph.node('Shape', [mask]), 1)
  const byHead = reshape(
    graph,
    scores,
    graph.node('Concat', [graph.integers([step.nKvHeads, group, -1]), nKeys], { axis: 0 })
  )
  const weights = graph.node('Softmax', [graph.node('Add', [byHead, mask])], { axis: -1 })
  return reshape(
    graph,
    weights,
    graph.node('Concat', [graph.integers([1, step.nKvHeads, -1]), nKeys], { axis: 0 })
  )
}

/** Query head h is the (h mod group)-th of its key/value head, so the numbers lie as [nHeads, nQueries, nKeys]. */
function byHeads({ nKvHeads }: AttentionStep, weights: Value): Shown[string] {
  return { value: weights, shape: [1, nKvHeads, 'groupQueries', 'keyPositions'] }
}

/** Rows [nPositions · count, nHeads · dHead] → [count, nKvHeads, group · nPositions, dHead] */
function queryHeads(
  graph: GraphBuilder,
  { nHeads, nKvHeads, dHead }: AttentionStep,
  x: Value,
  count: Value
): Value {
  const group = nHeads / nKvHeads
  const split = graph.node(
    'Concat',
    [graph.integers([-1]), count, graph.integers([nKvHeads, group, dHead])],
    { axis: 0 }
  )
  const turned = graph.node('Transpose', [reshape(graph, x, split)], { perm: [1, 2, 3, 0, 4] })
  return reshape(
    graph,
    turned,
    graph.node('Concat', [count, graph.integers([nKvHeads, -1, dHead])], { axis: 0 })
  )
}

/** Rows [nPositions · count, nKvHeads · dHead] → [count, nKvHeads, nPositions, dHead] */
function keyHeads(
  graph: GraphBuilder,
  { nKvHeads, dHead }: AttentionStep,
  x: Value,
  count: Value
): Value {
  const split = graph.node(
    'Concat',
    [graph.integers([-1]), count, graph.integers([nKvHeads, dHead])],
    { axis: 0 }
  )
  return graph.node('Transpose', [reshape(graph, x, split)], { perm: [1, 2, 0, 3] })
}

/** The inverse of `queryHeads`. */
function rows(
  { graph }: Frame,
  { nHeads, nKvHeads, dHead }: AttentionStep,
  x: Value,
  count: Value
): Value {
  const group = nHeads / nKvHeads
  const split = graph.node('Concat', [count, graph.integers([nKvHeads, group, -1, dHead])], {
    axis: 0
  })
  const turned = graph.node('Transpose', [reshape(graph, x, split)], { perm: [3, 0, 1, 2, 4] })
  return reshape(graph, turned, graph.integers([-1, nHeads * dHead]))
}

/** Tangents of the keys or values of all positions: zeros before the first source, earlier chunks', this chunk's. */
function joined(frame: Frame, name: 'keyTangents' | 'valueTangents', own: Value): Value {
  return frame.graph.node('Concat', [frame.extra(name), own], { axis: 0 })
}

/** One primal value beside every direction. */
function repeated(graph: GraphBuilder, primal: Value, like: Value): Value {
  return graph.node('Expand', [primal, graph.node('Shape', [like])])
}

/**
 * Adds what later chunks gathered to the cotangents of keys or values [count, nKvHeads, nKeys, dHead];
 * emits those of earlier positions and gives back this chunk's as rows.
 */
function split(
  frame: Frame,
  { nKvHeads, dHead }: AttentionStep,
  name: 'keyCotangents' | 'valueCotangents',
  heads: Value
): Value {
  const { graph, size } = frame
  const width = nKvHeads * dHead
  const turned = graph.node('Transpose', [heads], { perm: [2, 0, 1, 3] })
  const all = graph.node('Add', [
    reshape(graph, turned, graph.integers([-1, width])),
    frame.extra(name)
  ])
  // The chunk's own rows are the last nPositions · nDirections.
  const own = graph.node('Neg', [
    graph.node('ReduceProd', [size, graph.integers([0])], { keepdims: 1 })
  ])
  const start = graph.integers([0])
  const end = graph.integers([Number.MAX_SAFE_INTEGER])
  frame.emit(name, graph.node('Slice', [all, start, own, start]), width)
  return graph.node('Slice', [all, own, end, start])
}
