/** Runs one op's rules through onnxruntime, each in a graph of its own. */
import { GraphBuilder, type Value } from '../../main/graph/builder.ts'
import { rulesOf, type Step } from '../../main/graph/layers/step.ts'
import type { ExtraName, Frame, Saved } from '../../main/graph/op.ts'
import { extraPort } from '../../main/graph/segments/ports.ts'
import { floats, integers, type Feeds, type Tensor } from '../../main/runtime/tensor.ts'
import { runGraph } from './run-graph.ts'

export interface Variable {
  readonly width: number
  /** [nRows, width] */
  readonly data: Float64Array
}

/** An op at a point: its inputs, its weights, and what it should compute. */
export interface OpCase {
  readonly name: string
  readonly step: Step
  readonly nPositions: number
  readonly nDirections: number
  /** The wires, [nPositions, width]; for attention also keys and values of earlier positions. */
  readonly variables: readonly Variable[]
  readonly widthOut: number
  readonly weights?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float64Array }>
  >
  readonly extras?: Readonly<Partial<Record<ExtraName, Tensor>>>
  /** The op in float64, independent of the graph: [nPositions, widthOut]. */
  reference(variables: readonly Float64Array[]): Float64Array
}

export type Vectors = readonly Float64Array[]

export interface PrimalValues {
  readonly y: Float32Array
  readonly saved: Readonly<Record<string, Float32Array>>
}

export async function primalOf(op: OpCase): Promise<PrimalValues> {
  const { graph, frame } = framed(op)
  const { step } = op
  const rules = rulesOf(step)
  const { output, saved } = rules.primal(frame, step, wires(graph, op, 'x'))
  graph.output('y', output, ['rows', op.widthOut])
  for (const { name, width } of rules.saves(step)) {
    graph.output(`saved.${name}`, saved[name]!, ['positions', width])
  }
  const [keys, values] = past(op)
  const fetched = await runGraph(graph, {
    ...sharedFeeds(op, 1),
    ...wireFeeds(op, 'x', 1),
    ...(keys && { keys: rowsOf(keys.data, keys.width) }),
    ...(values && { values: rowsOf(values.data, values.width) })
  })
  return {
    y: fetched['y']!,
    saved: Object.fromEntries(
      rules.saves(step).map(({ name }) => [name, fetched[`saved.${name}`]!])
    )
  }
}

/** @param directions for every variable [nRows, nDirections, width] */
export async function tangentOf(
  op: OpCase,
  primal: PrimalValues,
  directions: Vectors
): Promise<Float32Array> {
  const { graph, frame } = framed(op)
  const rules = rulesOf(op.step)
  const saved = savedInputs(graph, op)
  graph.output('y', rules.tangent(frame, op.step, saved, wires(graph, op, 'x')), [
    'rows',
    op.widthOut
  ])
  const [keys, values] = pastIndices(op)
  const fetched = await runGraph(graph, {
    ...sharedFeeds(op, op.nDirections),
    ...savedFeeds(op, primal),
    ...wireFeeds(op, 'x', op.nDirections, directions),
    ...(keys !== undefined && {
      keyTangents: rowsOf(directions[keys]!, op.variables[keys]!.width)
    }),
    ...(values !== undefined && {
      valueTangents: rowsOf(directions[values]!, op.variables[values]!.width)
    })
  })
  return fetched['y']!
}

export interface AdjointInputs {
  /** [nPositions, nDirections, widthOut] */
  readonly dy: Float64Array
  /** Cotangents already gathered on the wires, or null. */
  readonly totals?: Vectors
  /** What later positions gathered on keys and values, [nPast + nPositions, nDirections, kvWidth]. */
  readonly later?: Vectors
}

/** Cotangents of every variable, in their order. */
export async function adjointOf(
  op: OpCase,
  primal: PrimalValues,
  { dy, totals, later }: AdjointInputs
): Promise<Float32Array[]> {
  const { graph, frame, emitted } = framed(op)
  const { step } = op
  const rules = rulesOf(step)
  const saved = savedInputs(graph, op)
  const before = step.inputs.map((_, i) =>
    totals ? graph.input(`total${i}`, 'float32', ['rows', op.variables[i]!.width]) : null
  )
  const dyIn = graph.input('dy', 'float32', ['rows', op.widthOut])
  const gathered = rules.adjoint(frame, step, saved, dyIn, before)
  gathered.forEach((value, i) => graph.output(`d${i}`, value, ['rows', op.variables[i]!.width]))
  const [keys, values] = past(op)
  const nothing = (variable: Variable) =>
    new Float64Array((op.nPositions * variable.width + variable.data.length) * op.nDirections)
  const fetched = await runGraph(graph, {
    ...sharedFeeds(op, op.nDirections),
    ...savedFeeds(op, primal),
    dy: rowsOf(dy, op.widthOut),
    ...(keys && { keyCotangents: rowsOf(later?.[0] ?? nothing(keys), keys.width) }),
    ...(values && { valueCotangents: rowsOf(later?.[1] ?? nothing(values), values.width) }),
    ...(totals && wireFeeds(op, 'total', op.nDirections, totals))
  })
  return [
    ...step.inputs.map((_, i) => fetched[`d${i}`]!),
    ...emitted.map((name) => fetched[`${name}Out`]!)
  ]
}

function framed(op: OpCase) {
  const graph = new GraphBuilder(op.name)
  const emitted: string[] = []
  const known = new Map<string, Value>()
  const once = (key: string, make: () => Value): Value => {
    const value = known.get(key) ?? make()
    known.set(key, value)
    return value
  }
  const kvWidth = past(op)[0]?.width ?? 0
  const frame: Frame = {
    graph,
    get size() {
      return once('size', () => graph.input('size', 'int64', [2]))
    },
    weight(role) {
      const weight = op.weights?.[role]
      if (!weight) throw new Error(`case "${op.name}" has no weight "${role}"`)
      return once(role, () => graph.floats([...weight.data], weight.shape))
    },
    extra: (name) =>
      once(name, () => {
        const { type, shape } = extraPort({ steps: [], width: 0, kvWidth }, name)
        return graph.input(name, type, shape)
      }),
    emit(name, value, width) {
      graph.output(`${name}Out`, value, [`${name}OutRows`, width])
      emitted.push(name)
    }
  }
  return { graph, frame, emitted }
}

function wires(graph: GraphBuilder, { step, variables }: OpCase, prefix: string): Value[] {
  return step.inputs.map((_, i) =>
    graph.input(`${prefix}${i}`, 'float32', ['rows', variables[i]!.width])
  )
}

function savedInputs(graph: GraphBuilder, { step }: OpCase): Saved {
  return Object.fromEntries(
    rulesOf(step)
      .saves(step)
      .map(({ name, width }) => [
        name,
        graph.input(`saved.${name}`, 'float32', ['positions', width])
      ])
  )
}

function sharedFeeds({ nPositions, extras }: OpCase, nDirections: number): Feeds {
  return { ...extras, size: integers([nPositions, nDirections]) }
}

function savedFeeds(op: OpCase, { saved }: PrimalValues): Feeds {
  const feeds: Record<string, Tensor> = {}
  for (const { name, width } of rulesOf(op.step).saves(op.step)) {
    feeds[`saved.${name}`] = floats(saved[name]!, [op.nPositions, width])
  }
  // The derivatives see the keys and values of all positions, the chunk's own last.
  const [keys, values] = past(op)
  if (keys) feeds['keys'] = rowsOf(joined(keys.data, op.variables[1]!.data), keys.width)
  if (values) feeds['values'] = rowsOf(joined(values.data, op.variables[2]!.data), values.width)
  return feeds
}

function wireFeeds(op: OpCase, prefix: string, nDirections: number, values?: Vectors): Feeds {
  return Object.fromEntries(
    op.step.inputs.map((_, i) => {
      const { width, data } = op.variables[i]!
      const rows = op.nPositions * nDirections
      return [`${prefix}${i}`, floats(Float32Array.from(values?.[i] ?? data), [rows, width])]
    })
  )
}

function past(op: OpCase): readonly Variable[] {
  return op.variables.slice(op.step.inputs.length)
}

function pastIndices(op: OpCase): readonly number[] {
  return op.variables.map((_, i) => i).slice(op.step.inputs.length)
}

function joined(before: Float64Array, own: Float64Array): Float64Array {
  const all = new Float64Array(before.length + own.length)
  all.set(before)
  all.set(own, before.length)
  return all
}

function rowsOf(data: Float64Array, width: number): Tensor {
  return floats(Float32Array.from(data), [data.length / width, width])
}
