import { availableParallelism } from 'node:os'
import type { AnyRecord, Role } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { JobResult, JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'
import { unitIds, type StartValues } from './attribution-units.ts'
import { JobModels, type ModelFingerprint } from './job-models.ts'
import { assertSomeModel } from './layer-scope.ts'
import type { OpenedModel } from './open-model.ts'
import { stored } from './stored-values.ts'
import { progressOfUnits } from './unit-progress.ts'
import { partOfResult, partResult, plainResult } from './unit-result.ts'
import { assertSameVersions, programVersions } from './versions.ts'

/** A model of a run that has begun. */
export interface BegunModel {
  readonly role: Role
  readonly opened: OpenedModel
  readonly fingerprint: ModelFingerprint
}

/** What later units build on: what is fixed at the start, and the models, base first. */
export interface BegunRun {
  readonly start: StartValues
  readonly models: readonly BegunModel[]
}

/** What the unit before the layers fixes; plain values. */
export interface Prepared {
  /** Ascending. */
  readonly layers: readonly number[]
}

/** How one kind of analysis goes through layers. P: what it prepares. L: a layer, plain data and arrays. */
export interface LayerAnalysis<P extends Prepared, L extends object> {
  readonly kind: Exclude<AnyRecord['kind'], 'attribution'>
  readonly methodVersion: number
  /** Id and phase of the unit before the layers. */
  readonly preparation: { readonly unitId: string; readonly phase: string }
  prepare(run: BegunRun, context: UnitContext): Promise<P>
  layer(layer: number, run: BegunRun, prepared: P, context: UnitContext): Promise<L>
  /** The record of the layers that are done, one at least. */
  record(start: StartValues, prepared: P, layers: readonly L[]): AnyRecord
  /** Of the result's key, what is this analysis's own. */
  keyFields(prepared: P): Readonly<Record<string, JsonPlain>>
  title(prepared: P): string
  /** Frees sessions and what was read. */
  close(): Promise<void>
}

export interface LayerJobRequest {
  readonly base: string | null
  readonly tuned: string | null
  readonly settings: { readonly nThreads: number }
}

/** Shares of a run's work before the layers, for the progress bar alone. */
const weights = { fingerprint: 0.02, preparation: 0.02 } as const
const verify = 'verify'

const layerUnitId = (layer: number): string => `layer/${layer}`

/**
 * An analysis of a pair (or of one model) by layers: fingerprints, one unit that prepares, then a layer a
 * unit. A layer's unit result is the part of the result that is kept, so nothing is computed or written
 * twice.
 */
export class LayerJob<P extends Prepared, L extends object> implements Job {
  readonly #request: LayerJobRequest
  readonly #models: JobModels
  readonly #analysis: LayerAnalysis<P, L>

  /** @throws AppError `request/invalid` without a model */
  constructor(request: LayerJobRequest, analysis: LayerAnalysis<P, L>) {
    assertSomeModel(request)
    this.#request = request
    this.#models = new JobModels(request)
    this.#analysis = analysis
  }

  next(done: DoneUnits): Unit | null {
    return this.#units(done).find(({ unitId }) => !done.has(unitId)) ?? null
  }

  progress(done: DoneUnits) {
    const units = this.#units(done)
    return progressOfUnits(units, done, this.#isPrepared(done))
  }

  async run({ unitId }: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    const { methodVersion, preparation } = this.#analysis
    if (done.has(unitIds.start)) assertSameVersions(startOf(done).versions, methodVersion)
    const [kind, name] = unitId.split('/')
    switch (kind) {
      case unitIds.start:
        return plainResult(this.#start())
      case 'fingerprint':
        return plainResult(await this.#models.fingerprint(name as Role, context))
      case preparation.unitId:
        return plainResult(await this.#analysis.prepare(await this.#begun(done), context))
      case 'layer':
        return partResult(
          await this.#analysis.layer(
            Number(name),
            await this.#begun(done),
            this.#prepared(done),
            context
          )
        )
      case verify:
        await this.#models.verify((role) => fingerprintOf(done, role))
        return { values: {}, arrays: {} }
      default:
        throw new AppError('internal', `unit ${unitId} is not of this job`)
    }
  }

  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null {
    if (!this.#isPrepared(done)) return null
    const { versions, nThreads, device } = startOf(done)
    const model = (role: Role): JsonPlain => {
      if (!this.#models.roles.includes(role)) return null
      const { sha256, configHash, tokenizerHash } = fingerprintOf(done, role)
      return { sha256, configHash, tokenizerHash }
    }
    return {
      analysis: this.#analysis.kind,
      methodVersion: versions['method'] ?? null,
      engineVersion: versions['onnxruntime'] ?? null,
      precision: 'float32',
      base: model('base'),
      tuned: model('tuned'),
      ...this.#analysis.keyFields(this.#prepared(done)),
      device,
      nThreads
    }
  }

  partial(done: DoneUnits): AnyRecord | null {
    if (!this.#isPrepared(done)) return null
    const prepared = this.#prepared(done)
    const layers = prepared.layers.flatMap((layer) => {
      const unit = done.get(layerUnitId(layer))
      return unit === undefined ? [] : [partOfResult<L>(unit)]
    })
    if (layers.length === 0) return null
    return this.#analysis.record(startOf(done), prepared, layers)
  }

  finish(done: DoneUnits): JobResult {
    const any = this.partial(done)
    const keyFields = this.keyFields(done)
    if (!any || any.kind === 'attribution' || !keyFields || any.record.isPartial) {
      throw new AppError('internal', 'the run was finished before its last unit')
    }
    const prepared = this.#prepared(done)
    const title = this.#analysis.title(prepared)
    return { ...any, keyFields, title, parts: prepared.layers.map(layerUnitId) }
  }

  async relieve(): Promise<void> {
    await this.close()
  }

  close(): Promise<void> {
    return this.#analysis.close()
  }

  /** All units that are known so far, in order. */
  #units(done: DoneUnits): Unit[] {
    const { roles } = this.#models
    const { preparation } = this.#analysis
    const units: Unit[] = [{ unitId: unitIds.start, phase: 'preparing', weight: 0 }]
    for (const role of roles) {
      const phase = `${role}: reading the weights once`
      units.push({ unitId: unitIds.fingerprint(role), phase, weight: weights.fingerprint })
    }
    units.push({ ...preparation, weight: weights.preparation })
    if (!this.#isPrepared(done)) return units
    const { layers } = this.#prepared(done)
    const weight = (1 - roles.length * weights.fingerprint - weights.preparation) / layers.length
    for (const layer of layers) {
      units.push({ unitId: layerUnitId(layer), phase: `layer ${layer}`, weight })
    }
    units.push({ unitId: verify, phase: 'checking that the files are the same', weight: 0 })
    return units
  }

  #start(): StartValues {
    return {
      // Products in float32 on the processor, whatever else there is.
      device: 'cpu',
      nThreads: this.#request.settings.nThreads || availableParallelism(),
      versions: programVersions(this.#analysis.methodVersion)
    }
  }

  async #begun(done: DoneUnits): Promise<BegunRun> {
    const models = this.#models.roles.map(async (role) => {
      const fingerprint = fingerprintOf(done, role)
      return { role, opened: await this.#models.open(role, fingerprint), fingerprint }
    })
    return { start: startOf(done), models: await Promise.all(models) }
  }

  #isPrepared(done: DoneUnits): boolean {
    return done.has(this.#analysis.preparation.unitId)
  }

  #prepared(done: DoneUnits): P {
    return stored<P>(done, this.#analysis.preparation.unitId)
  }
}

const startOf = (done: DoneUnits) => stored<StartValues>(done, unitIds.start)
const fingerprintOf = (done: DoneUnits, role: Role) =>
  stored<ModelFingerprint>(done, unitIds.fingerprint(role))
