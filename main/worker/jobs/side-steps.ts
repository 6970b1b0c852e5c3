/** The steps of an attribution on a loaded model, shared by jobs of one sequence and of many. */
import type { AttributionSettings } from '../../../preload/data.ts'
import { attributeForward } from '../../analyses/attribution/forward.ts'
import { batchesOfUnit, type AttributionPlan } from '../../analyses/attribution/plan.ts'
import { PrimalPass } from '../../analyses/attribution/primal-pass.ts'
import { attributeReverse } from '../../analyses/attribution/reverse.ts'
import { makeTargets, type Targets } from '../../analyses/attribution/targets.ts'
import { AppError } from '../../errors.ts'
import type { Model } from '../../runtime/model.ts'
import { extentOf, type SideSequence } from './attribution-plan-unit.ts'

type Report = (fraction: number) => void

export interface PassRequest {
  readonly sequence: SideSequence
  readonly plan: AttributionPlan
  readonly target: AttributionSettings['target']
  /** Token id of a given foil. */
  readonly foil: number | null
  /** Leave sessions loaded for the next sequence. */
  readonly keepSessions: boolean
}

export interface StartedPass {
  readonly pass: PrimalPass
  readonly targets: Targets
}

/** The pass over a sequence and the targets of its response. @throws AppError `job/cancelled` */
export async function startPass(
  model: Model,
  { sequence, plan, target, foil, keepSessions }: PassRequest,
  signal: AbortSignal,
  report: Report
): Promise<StartedPass> {
  const run = await PrimalPass.run(model, sequence.ids, {
    chunk: plan.chunk,
    keepSaved: plan.keepSaved,
    keepSessions,
    signal,
    onLayer: (done, total) => report(done / total)
  })
  const pass = orStopped(run)
  const { responseStart } = extentOf(sequence)
  const response = sequence.ids.slice(...sequence.responsePositions)
  const predicting = pass.final.subarray((responseStart - 1) * model.config.dModel)
  const use = keepSessions ? 'kept' : 'once'
  const targets = await makeTargets(model, predicting, response, target, foil, use)
  if (!keepSessions) await model.head.release()
  return { pass, targets }
}

/**
 * The gradients of one unit of a map, batch after batch: [n, M] rows forward, [N, m] columns in reverse.
 *
 * @throws AppError `job/cancelled`
 */
export async function attributeUnit(
  { pass, targets }: StartedPass,
  sequence: SideSequence,
  plan: AttributionPlan,
  unit: number,
  signal: AbortSignal,
  report: Report
): Promise<Float32Array> {
  const extent = extentOf(sequence)
  const batches = batchesOfUnit(plan, extent, unit)
  const attribute = plan.method === 'forward' ? attributeForward : attributeReverse
  return concatenate(orStopped(await attribute(pass, targets, extent, batches, signal, report)))
}

/** A step that was aborted gives null: the unit ends there. */
export function orStopped<T>(value: T | null): T {
  if (value === null) throw new AppError('job/cancelled', 'the run was stopped')
  return value
}

export function concatenate(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0))
  let offset = 0
  for (const block of blocks) {
    all.set(block, offset)
    offset += block.length
  }
  return all
}
