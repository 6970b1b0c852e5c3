import { runTangent } from '../../runtime/layer-runs.ts'
import type { PrimalPass } from './primal-pass.ts'
import type { Targets } from './targets.ts'

/** Where prompt and response lie in the sequence. */
export interface Extent {
  readonly promptStart: number
  readonly nPrompt: number
  readonly responseStart: number
  readonly nResponse: number
}

/** Prompt tokens [from, to), counted from the first prompt token. */
export type Sources = readonly [from: number, to: number]

/**
 * Rows of the importance matrix by Jacobian-vector products: each source's embedding is pushed as a
 * tangent from its own position; nothing before a batch's first source moves.
 *
 * Batches go through a layer together, so that streamed weights are read once for all of them.
 *
 * @returns one [to − from, M] block a batch; null when aborted
 */
export async function attributeForward(
  pass: PrimalPass,
  targets: Targets,
  extent: Extent,
  batches: readonly Sources[],
  signal: AbortSignal,
  report: (fraction: number) => void
): Promise<Float32Array[] | null> {
  const { nLayers } = pass.model.layers
  const states = batches.map((sources) => startTangents(pass, extent, sources))
  for (let index = 0; index < nLayers; index++) {
    const context = await pass.context(index, 'tangent')
    const saved = await pass.saved(index)
    for (const [batch, [from, to]] of batches.entries()) {
      if (signal.aborted) return null
      states[batch] = await runTangent(
        context,
        saved,
        states[batch]!,
        to - from,
        extent.promptStart + from
      )
      report((index + (batch + 1) / batches.length) / nLayers)
    }
  }
  return batches.map((sources, batch) =>
    readTangents(pass, targets, extent, sources, states[batch]!)
  )
}

/** [nInputs − first, nDirections, dModel]: zero but for each source's embedding at its own position. */
function startTangents(
  { embeddings, model }: PrimalPass,
  { promptStart }: Extent,
  [from, to]: Sources
): Float32Array {
  const { dModel } = model.config
  const nDirections = to - from
  const first = promptStart + from
  const nPositions = embeddings.length / dModel - first
  const dx = new Float32Array(nPositions * nDirections * dModel)
  for (let j = 0; j < nDirections; j++) {
    const position = first + j
    dx.set(
      embeddings.subarray(position * dModel, (position + 1) * dModel),
      (j * nDirections + j) * dModel
    )
  }
  return dx
}

/** factor_m · < seed_m, tangent at the position before response token m > */
function readTangents(
  pass: PrimalPass,
  { seeds, factor }: Targets,
  { promptStart, responseStart, nResponse }: Extent,
  [from, to]: Sources,
  dx: Float32Array
): Float32Array {
  const { dModel } = pass.model.config
  const nDirections = to - from
  const rows = new Float32Array(nDirections * nResponse)
  for (let m = 0; m < nResponse; m++) {
    const position = responseStart + m - 1 - (promptStart + from)
    // A prompt of one token without a BOS: the first response token may be predicted before the source.
    if (position < 0) continue
    for (let j = 0; j < nDirections; j++) {
      const at = (position * nDirections + j) * dModel
      let sum = 0
      for (let i = 0; i < dModel; i++) sum += seeds[m * dModel + i]! * dx[at + i]!
      rows[j * nResponse + m] = sum * factor[m]!
    }
  }
  return rows
}
