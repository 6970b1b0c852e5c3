/** A layer's graphs, built from its steps by the ops' rules alone. */
import type { Value } from '../builder.ts'
import { GraphBuilder } from '../builder.ts'
import { rulesOf, savedName, type Layer, type Step } from '../layers/step.ts'
import type { ExtraName, Frame, Saved, Shown } from '../op.ts'
import { extraPort } from './ports.ts'

/** Where a layer's weights come from: appends the initializer of a role and gives it as float32. */
export type WeightSource = (graph: GraphBuilder, role: string) => Value

export type Mode = 'primal' | 'decode' | 'shown' | 'tangent' | 'adjoint'

/**
 * The bytes of the graph of one layer.
 *
 * `primal` saves what the derivatives need, `decode` does not, `shown` hands back what can be looked at
 * (attention weights) instead; `tangent` pushes directions forward and
 * `adjoint` pulls cotangents back, both from the saved values, without the primal itself.
 */
export function buildLayerGraph(layer: Layer, mode: Mode, weights: WeightSource): Uint8Array {
  const graph = new GraphBuilder(mode)
  const x = graph.input('x', 'float32', ['rows', layer.width])
  const frame = createFrame(graph, layer, weights)
  const build = {
    primal: buildPrimal,
    decode: buildPrimal,
    shown: buildPrimal,
    tangent: buildTangent,
    adjoint: buildAdjoint
  }
  graph.output('y', build[mode](frame, layer, x, mode), ['rows', layer.width])
  return graph.encode()
}

function createFrame(graph: GraphBuilder, layer: Layer, weights: WeightSource): Frame {
  const extras = new Map<ExtraName, Value>()
  const loaded = new Map<string, Value>()
  let size: Value | undefined
  return {
    graph,
    get size() {
      size ??= graph.input('size', 'int64', [2])
      return size
    },
    weight: (role) => remember(loaded, role, () => weights(graph, role)),
    extra: (name) =>
      remember(extras, name, () => {
        const { type, shape } = extraPort(layer, name)
        return graph.input(name, type, shape)
      }),
    emit: (name, value, width) => graph.output(`${name}Out`, value, [`${name}OutRows`, width])
  }
}

function buildPrimal(frame: Frame, layer: Layer, x: Value, mode: Mode): Value {
  const wires = new Map<string, Value>([['x', x]])
  for (const step of layer.steps) {
    const { output, saved, shown } = rulesOf(step).primal(
      frame,
      step,
      step.inputs.map((name) => wireOf(wires, name))
    )
    wires.set(step.output, output)
    if (mode === 'shown') showAll(frame, step, shown)
    if (mode !== 'primal') continue
    for (const { name, width } of rulesOf(step).saves(step)) {
      const value = saved[name]
      if (!value) throw new Error(`op ${step.op} did not save "${name}"`)
      frame.graph.output(savedName(step, name), value, ['positions', width])
    }
  }
  return wireOf(wires, 'y')
}

function showAll({ graph }: Frame, step: Step, shown: Shown = {}): void {
  for (const [name, { value, shape }] of Object.entries(shown)) {
    graph.output(savedName(step, name), value, shape)
  }
}

function buildTangent(frame: Frame, layer: Layer, dx: Value): Value {
  const wires = new Map<string, Value>([['x', dx]])
  for (const step of layer.steps) {
    const inputs = step.inputs.map((name) => wireOf(wires, name))
    wires.set(step.output, rulesOf(step).tangent(frame, step, savedInputs(frame, step), inputs))
  }
  return wireOf(wires, 'y')
}

function buildAdjoint(frame: Frame, layer: Layer, dy: Value): Value {
  const totals = new Map<string, Value>([['y', dy]])
  for (const step of [...layer.steps].reverse()) {
    const before = step.inputs.map((name) => totals.get(name) ?? null)
    const after = rulesOf(step).adjoint(
      frame,
      step,
      savedInputs(frame, step),
      wireOf(totals, step.output),
      before
    )
    step.inputs.forEach((name, index) => totals.set(name, after[index]!))
  }
  return wireOf(totals, 'x')
}

function savedInputs(frame: Frame, step: Step): Saved {
  const ports = rulesOf(step).saves(step)
  return Object.fromEntries(
    ports.map(({ name, width }) => [
      name,
      frame.graph.input(savedName(step, name), 'float32', ['positions', width])
    ])
  )
}

function wireOf(wires: ReadonlyMap<string, Value>, name: string): Value {
  const value = wires.get(name)
  if (!value) throw new Error(`no step writes the wire "${name}"`)
  return value
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key)
  if (value === undefined) known.set(key, (value = make()))
  return value
}
