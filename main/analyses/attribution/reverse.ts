import { runAdjoint } from '../../runtime/layer-runs.ts'
import type { Extent } from './forward.ts'
import type { PrimalPass } from './primal-pass.ts'
import type { Targets } from './targets.ts'

/** Response tokens [from, to). */
export type TargetRange = readonly [from: number, to: number]

/**
 * Columns of the importance matrix by vector-Jacobian products: each target's seed is pulled back from
 * the position just before it; a batch ends at its last target.
 *
 * @returns one [N, to − from] block a batch; null when aborted
 */
export async function attributeReverse(
  pass: PrimalPass,
  targets: Targets,
  extent: Extent,
  batches: readonly TargetRange[],
  signal: AbortSignal,
  report: (fraction: number) => void
): Promise<Float32Array[] | null> {
  const { nLayers } = pass.model.layers
  const states = batches.map((range) => startCotangents(pass, targets, extent, range))
  for (let index = nLayers - 1; index >= 0; index--) {
    const context = await pass.context(index, 'adjoint')
    const saved = await pass.saved(index)
    for (const [batch, [from, to]] of batches.entries()) {
      if (signal.aborted) return null
      states[batch] = await runAdjoint(context, saved, states[batch]!, to - from)
      report((nLayers - 1 - index + (batch + 1) / batches.length) / nLayers)
    }
  }
  return batches.map((range, batch) => readCotangents(pass, targets, extent, range, states[batch]!))
}

/** [nPositions, nDirections, dModel] up to the last target's position: zero but for each seed at its own. */
function startCotangents(
  pass: PrimalPass,
  { seeds }: Targets,
  { responseStart }: Extent,
  [from, to]: TargetRange
): Float32Array {
  const { dModel } = pass.model.config
  const nDirections = to - from
  const nPositions = responseStart + to - 1
  const dy = new Float32Array(nPositions * nDirections * dModel)
  for (let j = 0; j < nDirections; j++) {
    const m = from + j
    const position = responseStart + m - 1
    dy.set(seeds.subarray(m * dModel, (m + 1) * dModel), (position * nDirections + j) * dModel)
  }
  return dy
}

/** factor_m · < cotangent at prompt token n, its embedding > */
function readCotangents(
  pass: PrimalPass,
  { factor }: Targets,
  { promptStart, nPrompt }: Extent,
  [from, to]: TargetRange,
  dx: Float32Array
): Float32Array {
  const { dModel } = pass.model.config
  const nDirections = to - from
  const columns = new Float32Array(nPrompt * nDirections)
  for (let n = 0; n < nPrompt; n++) {
    const position = promptStart + n
    for (let j = 0; j < nDirections; j++) {
      const at = (position * nDirections + j) * dModel
      // Beyond the batch's last position nothing flows back.
      if (at >= dx.length) continue
      let sum = 0
      for (let i = 0; i < dModel; i++) sum += dx[at + i]! * pass.embeddings[position * dModel + i]!
      columns[n * nDirections + j] = sum * factor[from + j]!
    }
  }
  return columns
}
