/** One model over all cases of a study: loaded once where memory allows, and attributing sequence after sequence. */
import type { StudyRole, StudySettings } from '../../../../preload/analysis/studies/record.ts'
import {
  ablateCase,
  type AblationCase,
  type CaseAblation
} from '../../../analyses/ablation/ablate-case.ts'
import { placeBatches } from '../../../analyses/attribution/importance-matrix.ts'
import {
  batchesOfUnit,
  planAttribution,
  type AttributionPlan
} from '../../../analyses/attribution/plan.ts'
import type { Device } from '../../../runtime/device.ts'
import { Model } from '../../../runtime/model.ts'
import type { UnitContext } from '../../job.ts'
import { extentOf, type SideSequence } from '../attribution-plan-unit.ts'
import type { OpenedModel } from '../open-model.ts'
import { attributeUnit, orStopped, startPass } from '../side-steps.ts'
import type { StudyRolePlan } from './study-units.ts'
import { writeResponse, writeWith, type WrittenResponse } from '../write-response.ts'

export interface StudyEngineOptions {
  readonly role: StudyRole
  readonly plan: StudyRolePlan
  readonly settings: StudySettings
  readonly device: Device
  readonly nThreads: number
}

/** The numbers of one map. */
export interface SequenceMap {
  /** [N, M] */
  readonly importance: Float32Array
  /** [M] */
  readonly probability: Float32Array
  readonly direction: 'forward' | 'reverse'
  readonly isStreamed: boolean
  readonly operations: number
}

export class StudyEngine {
  readonly opened: OpenedModel
  readonly #options: StudyEngineOptions
  readonly #model: Model

  constructor(opened: OpenedModel, options: StudyEngineOptions) {
    const { plan, device, nThreads } = options
    this.opened = opened
    this.#options = options
    this.#model = new Model(opened.checkpoint, { device, nThreads, memory: plan.memory })
  }

  /** Streamed, a model that stays in memory while it writes may still fit: it is then loaded for it. */
  async write(prompt: string, context: UnitContext): Promise<WrittenResponse> {
    const { role, plan, settings, device, nThreads } = this.#options
    const { useChatTemplate, nTokensLimit } = settings
    const request = { role, prompt, useChatTemplate, nTokensLimit }
    if (plan.memory === 'resident') return writeWith(this.#model, this.opened, request, context)
    await this.#model.release()
    return writeResponse(this.opened, { ...request, device, nThreads }, context)
  }

  /** @throws AppError `request/invalid` over the context; `engine/out-of-memory`; `job/cancelled` */
  async attribute(
    sequence: SideSequence,
    signal: AbortSignal,
    report: (fraction: number) => void
  ): Promise<SequenceMap> {
    const extent = extentOf(sequence)
    const plan = this.#planOf(sequence)
    const request = { sequence, plan, target: 'probability', foil: null } as const
    const keepSessions = this.#options.plan.memory === 'resident'
    const pass = await startPass(this.#model, { ...request, keepSessions }, signal, () => undefined)
    const importance = new Float32Array(extent.nPrompt * extent.nResponse)
    for (let unit = 0; unit < plan.nUnits; unit++) {
      const tell = (fraction: number) => report((unit + fraction) / plan.nUnits)
      const values = await attributeUnit(pass, sequence, plan, unit, signal, tell)
      placeBatches(importance, values, batchesOfUnit(plan, extent, unit), plan.method, extent)
    }
    return {
      importance,
      probability: pass.targets.probability,
      // A gradient's: leave-one-out is not asked for.
      direction: plan.method === 'reverse' ? 'reverse' : 'forward',
      isStreamed: this.#options.plan.memory === 'streamed',
      operations: plan.operations
    }
  }

  /** @throws as `attribute` */
  async ablate(
    ablated: AblationCase & { readonly side: SideSequence },
    { method, seed }: NonNullable<StudySettings['ablation']>,
    signal: AbortSignal,
    report: (fraction: number) => void
  ): Promise<CaseAblation> {
    const { mask, replacements } = this.#options.plan
    const { nResponse } = extentOf(ablated.side)
    const outcome = await ablateCase(this.#model, ablated, {
      method,
      seed,
      maskId: mask?.id ?? null,
      replacements,
      chunk: nResponse > 0 ? this.#planOf(ablated.side).chunk : 1,
      signal,
      report
    })
    return orStopped(outcome)
  }

  release(): Promise<void> {
    return this.#model.release()
  }

  /** From what was free when the study was planned, so that a resumed run computes the same bits. */
  #planOf(sequence: SideSequence): AttributionPlan {
    const { plan, settings } = this.#options
    const memory = plan.memory === 'streamed' ? 'streamed' : 'auto'
    return planAttribution({
      checkpoint: this.opened.checkpoint,
      extent: extentOf(sequence),
      settings: { direction: settings.direction, memory, target: 'probability' },
      estimator: 'gradient',
      freeBytes: plan.freeBytes
    })
  }
}
