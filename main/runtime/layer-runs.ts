/**
 * One layer over a whole sequence, in chunks of positions, in each mode. Arrays are row-major with the
 * position outermost, so a chunk is a view and no position is copied.
 */
import { savedPorts, type Layer } from '../graph/layers/step.ts'
import type { Positions } from './positions.ts'
import { floats, type Feeds, type Fetched, type Session } from './tensor.ts'

/** What the derivatives of one layer need of its primal; rows by position. */
export interface SavedLayer {
  /** [nPositions, width] by `<step>.<name>` */
  readonly rows: ReadonlyMap<string, Float32Array>
  /** [nPositions, kvWidth] */
  readonly keys: Float32Array
  /** [nPositions, kvWidth] */
  readonly values: Float32Array
}

export interface LayerContext {
  readonly layer: Layer
  readonly index: number
  readonly session: Session
  readonly positions: Pick<Positions, 'feeds'>
  /** Positions that one run takes at most. */
  readonly chunk: number
}

/** @param x [nPositions, width] */
export async function runPrimal(
  context: LayerContext,
  x: Float32Array
): Promise<{ y: Float32Array; saved: SavedLayer }> {
  const { layer } = context
  const nPositions = x.length / layer.width
  const y = new Float32Array(x.length)
  const keys = new Float32Array(nPositions * layer.kvWidth)
  const values = new Float32Array(nPositions * layer.kvWidth)
  const rows = new Map(
    savedPorts(layer).map(({ name, width }) => [name, new Float32Array(nPositions * width)])
  )
  for (const [from, to] of chunksOf(0, nPositions, context.chunk)) {
    const outputs = await runRows(context, x, { keys, values }, from, to)
    y.set(outputs['y']!, from * layer.width)
    keys.set(outputs['keysOut']!, from * layer.kvWidth)
    values.set(outputs['valuesOut']!, from * layer.kvWidth)
    for (const [name, all] of rows) all.set(outputs[name]!, from * (all.length / nPositions))
  }
  return { y, saved: { rows, keys, values } }
}

/**
 * New positions after those whose keys and values are known; both arrays are filled in.
 *
 * @param x [nNew, width]; `past.keys` and `past.values` hold at least nPast + nNew rows
 * @param onChunk sees all that came out of the run of positions [from, to)
 */
export async function runDecode(
  context: LayerContext,
  x: Float32Array,
  past: Pick<SavedLayer, 'keys' | 'values'>,
  nPast: number,
  onChunk?: (outputs: Fetched, from: number, to: number) => void
): Promise<Float32Array> {
  const { layer } = context
  const nNew = x.length / layer.width
  const y = new Float32Array(x.length)
  for (const [from, to] of chunksOf(nPast, nPast + nNew, context.chunk)) {
    const outputs = await runRows(context, x, past, from, to, nPast)
    y.set(outputs['y']!, (from - nPast) * layer.width)
    past.keys.set(outputs['keysOut']!, from * layer.kvWidth)
    past.values.set(outputs['valuesOut']!, from * layer.kvWidth)
    onChunk?.(outputs, from, to)
  }
  return y
}

/**
 * Pushes directions through the layer.
 *
 * @param dx [nPositions − first, nDirections, width]; before `first` all tangents are zero
 */
export async function runTangent(
  context: LayerContext,
  saved: SavedLayer,
  dx: Float32Array,
  nDirections: number,
  first: number
): Promise<Float32Array> {
  const { layer } = context
  const width = layer.width * nDirections
  const kvWidth = layer.kvWidth * nDirections
  const end = first + dx.length / width
  const dy = new Float32Array(dx.length)
  // Rows before `first` stay zero.
  const keyTangents = new Float32Array(end * kvWidth)
  const valueTangents = new Float32Array(end * kvWidth)
  for (const [from, to] of chunksOf(first, end, context.chunk)) {
    const outputs = await context.session.run({
      ...context.positions.feeds(context.index, from, to, nDirections),
      ...savedFeeds(layer, saved, from, to),
      x: floats(slice(dx, from - first, to - first, width), [
        (to - from) * nDirections,
        layer.width
      ]),
      keyTangents: floats(slice(keyTangents, 0, from, kvWidth), [
        from * nDirections,
        layer.kvWidth
      ]),
      valueTangents: floats(slice(valueTangents, 0, from, kvWidth), [
        from * nDirections,
        layer.kvWidth
      ])
    })
    dy.set(outputs['y']!, (from - first) * width)
    keyTangents.set(outputs['keyTangentsOut']!, from * kvWidth)
    valueTangents.set(outputs['valueTangentsOut']!, from * kvWidth)
  }
  return dy
}

/**
 * Pulls cotangents back through the layer.
 *
 * @param dy [nPositions, nDirections, width] of the first nPositions positions; later ones are zero
 */
export async function runAdjoint(
  context: LayerContext,
  saved: SavedLayer,
  dy: Float32Array,
  nDirections: number
): Promise<Float32Array> {
  const { layer } = context
  const width = layer.width * nDirections
  const kvWidth = layer.kvWidth * nDirections
  const end = dy.length / width
  const dx = new Float32Array(dy.length)
  let keyCotangents = new Float32Array(end * kvWidth)
  let valueCotangents = new Float32Array(end * kvWidth)
  for (const [from, to] of chunksOf(0, end, context.chunk).reverse()) {
    const outputs = await context.session.run({
      ...context.positions.feeds(context.index, from, to, nDirections),
      ...savedFeeds(layer, saved, from, to),
      x: floats(slice(dy, from, to, width), [(to - from) * nDirections, layer.width]),
      keyCotangents: floats(keyCotangents, [to * nDirections, layer.kvWidth]),
      valueCotangents: floats(valueCotangents, [to * nDirections, layer.kvWidth])
    })
    dx.set(outputs['y']!, from * width)
    keyCotangents = Float32Array.from(outputs['keyCotangentsOut']!)
    valueCotangents = Float32Array.from(outputs['valueCotangentsOut']!)
  }
  return dx
}

/** Chunks of positions [from, to), each at most `chunk` long, of equal length but for the last. */
export function chunksOf(from: number, to: number, chunk: number): [number, number][] {
  const chunks: [number, number][] = []
  for (let at = from; at < to; at += chunk) chunks.push([at, Math.min(at + chunk, to)])
  return chunks
}

async function runRows(
  context: LayerContext,
  x: Float32Array,
  past: Pick<SavedLayer, 'keys' | 'values'>,
  from: number,
  to: number,
  offset = 0
) {
  const { layer, positions, index, session } = context
  return session.run({
    ...positions.feeds(index, from, to, 1),
    x: floats(slice(x, from - offset, to - offset, layer.width), [to - from, layer.width]),
    keys: floats(slice(past.keys, 0, from, layer.kvWidth), [from, layer.kvWidth]),
    values: floats(slice(past.values, 0, from, layer.kvWidth), [from, layer.kvWidth])
  })
}

function savedFeeds(layer: Layer, saved: SavedLayer, from: number, to: number): Feeds {
  const feeds: Record<string, Feeds[string]> = {
    keys: floats(slice(saved.keys, 0, to, layer.kvWidth), [to, layer.kvWidth]),
    values: floats(slice(saved.values, 0, to, layer.kvWidth), [to, layer.kvWidth])
  }
  for (const { name, width } of savedPorts(layer)) {
    feeds[name] = floats(slice(saved.rows.get(name)!, from, to, width), [to - from, width])
  }
  return feeds
}

function slice(rows: Float32Array, from: number, to: number, width: number): Float32Array {
  return rows.subarray(from * width, to * width)
}
