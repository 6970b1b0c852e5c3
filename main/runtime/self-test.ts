/** Does a device compute a small layer as the CPU does: primal, tangent and adjoint? */
import type { GraphBuilder, Value } from '../graph/builder.ts'
import { llamaLayer, type LlamaShape } from '../graph/layers/llama-layer.ts'
import { buildLayerGraph, type Mode } from '../graph/segments/layer-graph.ts'
import { rotaryTables } from '../graph/layers/rotary-tables.ts'
import { cpu, type Device } from './device.ts'
import { causalMask, type Positions } from './positions.ts'
import { runAdjoint, runPrimal, runTangent, type LayerContext } from './layer-runs.ts'
import { createSession } from './session.ts'
import { floats, integers } from './tensor.ts'

const shape: LlamaShape = {
  dModel: 64,
  dFfn: 96,
  nHeads: 4,
  nKvHeads: 2,
  dHead: 16,
  normEpsilon: 1e-5,
  attentionBias: { q: true, k: true, v: true, o: false },
  feedForwardBias: false,
  queryKeyNorm: false
}
const nPositions = 24
const nDirections = 3

/** The largest difference from the CPU over all outputs, relative to each output's largest value. */
export async function testDevice(device: Device): Promise<number> {
  const expected = await runAll(cpu)
  const found = await runAll(device)
  return Math.max(...expected.map((values, i) => largestDifference(values, found[i]!)))
}

async function runAll(device: Device): Promise<Float32Array[]> {
  const layer = llamaLayer(shape)
  const contexts = await Promise.all(
    (['primal', 'tangent', 'adjoint'] as const).map(async (mode): Promise<LayerContext> => {
      const session = await createSession(modelOf(mode), {
        device,
        nThreads: 1,
        weightsFolder: '.',
        use: 'often'
      })
      return { layer, index: 0, session, positions: testPositions, chunk: 16 }
    })
  )
  const [primal, tangent, adjoint] = contexts as [LayerContext, LayerContext, LayerContext]
  try {
    const { y, saved } = await runPrimal(primal, noise(1, nPositions * shape.dModel))
    const direction = noise(2, nPositions * nDirections * shape.dModel)
    const dy = await runTangent(tangent, saved, direction, nDirections, 0)
    const dx = await runAdjoint(adjoint, saved, direction, nDirections)
    return [y, dy, dx]
  } finally {
    for (const { session } of contexts) await session.release()
  }
}

function modelOf(mode: Mode): Uint8Array {
  return buildLayerGraph(llamaLayer(shape), mode, inlineWeight)
}

function inlineWeight(graph: GraphBuilder, role: string): Value {
  const sizes = weightShape(role)
  const count = sizes.reduce((product, size) => product * size, 1)
  const seed = [...role].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 65_521
  const isGain = role.endsWith('Norm')
  const scale = 2 / Math.sqrt(sizes.at(-1)!)
  return graph.floats(
    Array.from(noise(seed, count), (value) => (isGain ? 1 + value / 4 : value * scale)),
    sizes
  )
}

function weightShape(role: string): number[] {
  const { dModel, dFfn, nHeads, nKvHeads, dHead } = shape
  const rows: Record<string, number[]> = {
    q: [nHeads * dHead, dModel],
    k: [nKvHeads * dHead, dModel],
    v: [nKvHeads * dHead, dModel],
    o: [dModel, nHeads * dHead],
    gate: [dFfn, dModel],
    up: [dFfn, dModel],
    down: [dModel, dFfn],
    qBias: [nHeads * dHead],
    kBias: [nKvHeads * dHead],
    vBias: [nKvHeads * dHead]
  }
  return rows[role] ?? [dModel]
}

const testPositions: Pick<Positions, 'feeds'> = {
  feeds(_index, from, to, directions) {
    const { cos, sin } = rotaryTables(
      { type: 'default', theta: 10_000 },
      shape.dHead,
      nPositions,
      nPositions
    )
    const half = shape.dHead / 2
    return {
      size: integers([to - from, directions]),
      cos: floats(cos, [nPositions, half]),
      sin: floats(sin, [nPositions, half]),
      positionIds: integers(
        Array.from({ length: to - from }, (_, i) => from + i),
        [to - from, 1]
      ),
      mask: floats(causalMask(from, to, null), [to - from, to])
    }
  }
}

/** Numbers in −1 … 1 from a small linear congruential generator: the same on every machine. */
function noise(seed: number, count: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (state * 16_807) % 2_147_483_647
    return (state / 2_147_483_647) * 2 - 1
  })
}

function largestDifference(expected: Float32Array, found: Float32Array): number {
  let largest = 0
  let worst = 0
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!))
    const difference = Math.abs(expected[i]! - found[i]!)
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference
  }
  return worst / largest
}
