/** One side's model, loaded, with its pass and targets: made when a unit first needs it. */
import type { AttributionSettings } from '../../../preload/data.ts'
import { leaveOneOut } from '../../analyses/attribution/leave-one-out.ts'
import { batchesOfUnit, type AttributionPlan } from '../../analyses/attribution/plan.ts'
import type { PrimalPass } from '../../analyses/attribution/primal-pass.ts'
import type { Targets } from '../../analyses/attribution/targets.ts'
import { AppError } from '../../errors.ts'
import type { Device } from '../../runtime/device.ts'
import { Model } from '../../runtime/model.ts'
import { extentOf, type SidePlan } from './attribution-plan-unit.ts'
import type { OpenedModel } from './open-model.ts'
import { attributeUnit, concatenate, orStopped, startPass } from './side-steps.ts'

type Report = (fraction: number) => void

export interface EngineOptions {
  readonly device: Device
  readonly nThreads: number
  readonly target: AttributionSettings['target']
}

export class SideEngine {
  readonly #opened: OpenedModel
  readonly #plan: SidePlan
  readonly #options: EngineOptions
  #started:
    { readonly model: Model; readonly pass: PrimalPass; readonly targets: Targets } | undefined

  constructor(opened: OpenedModel, plan: SidePlan, options: EngineOptions) {
    this.#opened = opened
    this.#plan = plan
    this.#options = options
  }

  async targets(signal: AbortSignal, report: Report): Promise<Targets> {
    const { targets } = await this.#start(signal, report)
    return targets
  }

  /** One unit of the map: [n, M] rows forward or by leave-one-out, [N, m] columns in reverse, batch after batch. */
  async mapUnit(unit: number, signal: AbortSignal, report: Report): Promise<Float32Array> {
    const plan = this.#planOf('map')
    if (plan.method === 'leave-one-out') return this.#leaveOneOut(plan, unit, signal, report)
    const started = await this.#start(signal, () => undefined)
    return attributeUnit(started, this.#plan.sequence, plan, unit, signal, report)
  }

  async checkUnit(unit: number, signal: AbortSignal, report: Report): Promise<Float32Array> {
    return this.#leaveOneOut(this.#planOf('check'), unit, signal, report)
  }

  /** Lets go of the saved values of all layers; they are computed anew, to the same bits. */
  shed(): void {
    this.#started?.pass.forget()
  }

  async release(): Promise<void> {
    await this.#started?.model.release()
    this.#started = undefined
  }

  async #leaveOneOut(
    plan: AttributionPlan,
    unit: number,
    signal: AbortSignal,
    report: Report
  ): Promise<Float32Array> {
    const { pass, targets } = await this.#start(signal, () => undefined)
    const { sequence } = this.#plan
    const extent = extentOf(sequence)
    const request = {
      ids: sequence.ids,
      extent,
      target: this.#options.target,
      foils: targets.foils
    }
    const blocks: Float32Array[] = []
    for (const sources of batchesOfUnit(plan, extent, unit)) {
      blocks.push(orStopped(await leaveOneOut(pass, request, sources, signal, report)))
    }
    return concatenate(blocks)
  }

  async #start(signal: AbortSignal, report: Report) {
    if (this.#started) return this.#started
    const { sequence, foil } = this.#plan
    const plan = this.#planOf('map')
    const { device, nThreads, target } = this.#options
    const model = new Model(this.#opened.checkpoint, { device, nThreads, memory: plan.memory })
    const request = { sequence, plan, target, foil, keepSessions: false }
    const { pass, targets } = await startPass(model, request, signal, report)
    this.#started = { model, pass, targets }
    return this.#started
  }

  #planOf(which: 'map' | 'check'): AttributionPlan {
    const plan = this.#plan[which]
    if (plan === null)
      throw new AppError('internal', `there is no ${which} to compute for an empty response`)
    return plan
  }
}
