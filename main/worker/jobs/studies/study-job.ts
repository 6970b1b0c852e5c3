import type { StudyRole } from '../../../../preload/analysis/studies/record.ts'
import type { AnyRecord } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import type { StudyRequest } from '../../../service/contract.ts'
import type { JobResult, JsonPlain, UnitResult } from '../../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../../job.ts'
import { startValues } from '../start-unit.ts'
import { progressOfUnits } from '../unit-progress.ts'
import { partResult, plainResult } from '../unit-result.ts'
import { withSeconds } from '../unit-seconds.ts'
import { assertSameVersions, studyMethodVersion } from '../versions.ts'
import { ablationResult } from './study-ablation.ts'
import { studyRecordOf } from './study-record.ts'
import { checkStudyRequest, rolesInOrder } from './study-request.ts'
import { StudySteps } from './study-steps.ts'
import { datasetOf, rolePlanOf, startOf, studyFingerprintOf, studyUnitIds } from './study-units.ts'

/** Shares of a run's work, for the progress bar alone: before the cases, and of a case its ablation. */
const weights = { fingerprint: 0.02, ablation: 0.2 } as const

/**
 * Attributions over a data set, of a pair or of one model: the cases are read once, then a model goes through
 * them one a unit, and its unit's result is the part of the study that is kept. Weights stay loaded from case
 * to case. A case that cannot run is committed with its failure, and the study goes on.
 */
export class StudyJob implements Job {
  readonly #request: StudyRequest
  readonly #roles: readonly StudyRole[]
  readonly #steps: StudySteps

  /** @throws AppError `request/invalid` */
  constructor(request: StudyRequest) {
    checkStudyRequest(request)
    this.#request = request
    this.#steps = new StudySteps(request)
    this.#roles = this.#steps.roles
  }

  next(done: DoneUnits): Unit | null {
    return this.#units(done).find(({ unitId }) => !done.has(unitId)) ?? null
  }

  progress(done: DoneUnits) {
    return progressOfUnits(this.#units(done), done, this.#isPlanned(done))
  }

  async run({ unitId }: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    if (done.has(studyUnitIds.start)) assertSameVersions(startOf(done).versions, studyMethodVersion)
    return withSeconds(() => this.#runUnit(unitId, done, context))
  }

  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null {
    const roles = this.#roles
    const known = [studyUnitIds.dataset, ...roles.map(studyUnitIds.fingerprint)]
    if (!known.every((unitId) => done.has(unitId))) return null
    const { device, nThreads, versions } = startOf(done)
    const model = (role: StudyRole): JsonPlain => {
      if (!roles.includes(role)) return null
      const { sha256, configHash, tokenizerHash, templateHash } = studyFingerprintOf(done, role)
      return { sha256, configHash, tokenizerHash, templateHash }
    }
    const { mapping, ...settings } = this.#request.settings
    return {
      analysis: 'study',
      source: 'computed',
      methodVersion: versions['method'] ?? null,
      engineVersion: versions['onnxruntime'] ?? null,
      precision: 'float32',
      base: model('base'),
      tuned: model('tuned'),
      dataset: datasetOf(done).summary.sha256,
      mapping: { ...mapping },
      ...settings,
      device,
      nThreads
    }
  }

  partial(done: DoneUnits): AnyRecord | null {
    const record = studyRecordOf(this.#request, this.#roles, done)
    return record && { kind: 'study', record }
  }

  finish(done: DoneUnits): JobResult {
    const record = studyRecordOf(this.#request, this.#roles, done)
    const keyFields = this.keyFields(done)
    if (!record || !keyFields || record.isPartial)
      throw new AppError('internal', 'the study was finished before its last unit')
    const { name } = record.dataset
    const nCases = record.cases.length
    const title = `${name}: ${nCases === 1 ? '1 case' : `${nCases} cases`}`
    return { kind: 'study', keyFields, title, record, parts: record.parts }
  }

  async relieve(level: 'shed' | 'spill'): Promise<void> {
    // There are no caches beside the weights, and those are loaded again at need.
    if (level === 'spill') await this.close()
  }

  close(): Promise<void> {
    return this.#steps.release()
  }

  /** All units that are known so far, in order. */
  #units(done: DoneUnits): Unit[] {
    const roles = this.#roles
    const { settings } = this.#request
    const units: Unit[] = [
      { unitId: studyUnitIds.start, phase: 'preparing', weight: 0 },
      { unitId: studyUnitIds.dataset, phase: 'reading the data set', weight: 0 }
    ]
    for (const role of roles) {
      const phase = `${role}: reading the weights once`
      units.push({ unitId: studyUnitIds.fingerprint(role), phase, weight: weights.fingerprint })
    }
    if (settings.previous !== null) {
      const phase = 'looking for cases that are done already'
      units.push({ unitId: studyUnitIds.previous, phase, weight: 0 })
    }
    for (const role of roles)
      units.push({ unitId: studyUnitIds.plan(role), phase: `${role}: planning`, weight: 0 })
    if (!this.#isPlanned(done)) return units
    const rest = 1 - roles.length * weights.fingerprint
    for (const role of rolesInOrder(roles, settings)) {
      const { order } = rolePlanOf(done, role)
      const weight = rest / roles.length / order.length
      const ablated = settings.ablation === null ? 0 : weights.ablation
      order.forEach((index, place) => {
        const which = `case ${place + 1} of ${order.length}`
        const unitId = studyUnitIds.case(role, index)
        units.push({ unitId, phase: `${role}: ${which}`, weight: weight * (1 - ablated) })
        if (settings.ablation === null) return
        units.push({
          unitId: studyUnitIds.ablation(role, index),
          phase: `${role}: taking words out of ${which}`,
          weight: weight * ablated
        })
      })
    }
    const phase = 'checking that the files are the same'
    units.push({ unitId: studyUnitIds.verify, phase, weight: 0 })
    return units
  }

  #isPlanned(done: DoneUnits): boolean {
    return this.#roles.every((role) => done.has(studyUnitIds.plan(role)))
  }

  async #runUnit(unitId: string, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    const [kind, role, index] = unitId.split('/')
    switch (kind) {
      case studyUnitIds.start:
        return plainResult(await startValues(this.#request.settings, studyMethodVersion))
      case studyUnitIds.dataset:
        return plainResult(await this.#steps.readCases(context))
      case studyUnitIds.previous:
        return plainResult(await this.#steps.matchPrevious(done, context))
      case studyUnitIds.verify:
        await this.#steps.verify(done)
        return { values: {}, arrays: {} }
    }
    if (role !== 'base' && role !== 'tuned') throw notOfThisJob(unitId)
    switch (kind) {
      case 'fingerprint':
        return plainResult(await this.#steps.fingerprint(role, context))
      case 'plan':
        return plainResult(await this.#steps.plan(role, done, context))
      case 'case':
        return partResult(await this.#steps.runCase(role, Number(index), done, context))
      case 'ablation':
        return ablationResult(await this.#steps.ablate(role, Number(index), done, context))
      default:
        throw notOfThisJob(unitId)
    }
  }
}

function notOfThisJob(unitId: string): AppError {
  return new AppError('internal', `unit ${unitId} is not of this job`)
}
