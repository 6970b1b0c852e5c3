import type { TargetKind } from '../../../preload/data.ts'
import { finalNorm } from '../../runtime/final-norm.ts'
import { runDecode, type SavedLayer } from '../../runtime/layer-runs.ts'
import type { Model } from '../../runtime/model.ts'
import type { Extent, Sources } from './forward.ts'
import { logOdds, logSigmoid, rowDots, sigmoid } from './log-odds.ts'
import { contextOf, type PrimalPass } from './primal-pass.ts'

export interface LeaveOneOutRequest {
  readonly ids: readonly number[]
  readonly extent: Extent
  readonly target: TargetKind
  readonly foils: readonly number[] | null
}

/** One sequence with a prompt token removed, on its way through the layers. */
interface Removal {
  /** Position of the removed token. */
  readonly position: number
  /** [nInputs − 1 − position, dModel] */
  x: Float32Array
}

/**
 * Exact fall of each target when a prompt token is removed and later ones move up:
 * t(y_m | Z_m) − t(y_m | Z_m without x_n). The positions before the token keep their keys and values.
 * `dynamic` rope keeps the frequencies of the whole sequence: the fall is the token's, not the rope's.
 *
 * @returns [to − from, M]; null when aborted
 */
export async function leaveOneOut(
  pass: PrimalPass,
  request: LeaveOneOutRequest,
  [from, to]: Sources,
  signal: AbortSignal,
  report: (fraction: number) => void
): Promise<Float32Array | null> {
  const { model } = pass
  const { ids, extent } = request
  const { dModel } = model.config
  const nInputs = ids.length - 2
  const positions = model.positions(nInputs, ids.length)
  const removals: Removal[] = []
  for (let n = from; n < to; n++) {
    const position = extent.promptStart + n
    const kept = ids.slice(position + 1, -1)
    removals.push({ position, x: kept.length > 0 ? await model.embed(kept) : new Float32Array(0) })
  }
  for (let index = 0; index < model.layers.nLayers; index++) {
    const context = await contextOf(model, positions, pass.chunk, index, 'decode')
    const shared = await pass.saved(index)
    for (const [i, removal] of removals.entries()) {
      if (signal.aborted) return null
      if (removal.x.length === 0) continue
      const past = pastOf(shared, removal.position, nInputs, model.layers.layer.kvWidth)
      removal.x = await runDecode(context, removal.x, past, removal.position)
      report((index + (i + 1) / removals.length) / (model.layers.nLayers + 1))
    }
  }
  const rows = new Float32Array((to - from) * extent.nResponse)
  const whole = await scores(model, request, lastRows(pass.final, null, extent, dModel))
  for (const [i, removal] of removals.entries()) {
    if (signal.aborted) return null
    const without = await scores(model, request, lastRows(pass.final, removal, extent, dModel))
    for (let m = 0; m < extent.nResponse; m++)
      rows[i * extent.nResponse + m] = fall(request.target, whole[m]!, without[m]!)
  }
  report(1)
  return rows
}

function pastOf(shared: SavedLayer, nPast: number, nInputs: number, kvWidth: number) {
  const keys = new Float32Array(nInputs * kvWidth)
  const values = new Float32Array(nInputs * kvWidth)
  keys.set(shared.keys.subarray(0, nPast * kvWidth))
  values.set(shared.values.subarray(0, nPast * kvWidth))
  return { keys, values }
}

/** [M, dModel]: the last layer's output at the positions that predict, taken from the whole pass where a removal shares them. */
function lastRows(
  final: Float32Array,
  removal: Removal | null,
  { responseStart, nResponse }: Extent,
  dModel: number
): Float32Array {
  const rows = new Float32Array(nResponse * dModel)
  for (let m = 0; m < nResponse; m++) {
    const position = responseStart + m - 1 - (removal ? 1 : 0)
    const isOwn = removal !== null && position >= removal.position
    const source = isOwn ? removal.x : final
    const at = (isOwn ? position - removal.position : position) * dModel
    if (at >= 0) rows.set(source.subarray(at, at + dModel), m * dModel)
  }
  return rows
}

/**
 * [M], what decides each target: its logit, the contrast of logits, or the log-odds ln p/(1 − p), from
 * which both probabilities follow without losing the digits of a p near 1.
 */
async function scores(
  model: Model,
  { ids, extent, target, foils }: LeaveOneOutRequest,
  x: Float32Array
): Promise<Float64Array> {
  const response = ids.slice(extent.responseStart, extent.responseStart + extent.nResponse)
  if (target === 'probability' || target === 'log-probability') return logOdds(model, x, response)
  const { scaled } = finalNorm(x, await model.finalGain(), model.config.normEpsilon)
  const logits = rowDots(scaled, await model.outputEmbeddings(response), extent.nResponse)
  if (foils === null) return logits
  const others = rowDots(scaled, await model.outputEmbeddings(foils), extent.nResponse)
  return logits.map((logit, m) => logit - others[m]!)
}

/** Fall of the target between two scores. */
function fall(target: TargetKind, whole: number, without: number): number {
  switch (target) {
    case 'probability':
      // Of two likely tokens the small rests are subtracted, not the numbers near 1.
      return whole > 0 && without > 0
        ? sigmoid(-without) - sigmoid(-whole)
        : sigmoid(whole) - sigmoid(without)
    case 'log-probability':
      return logSigmoid(whole) - logSigmoid(without)
    case 'logit':
    case 'contrastive':
      return whole - without
  }
}
