/** What each unit of a study does, with what stays loaded between units. */
import type {
  StudyCasePart,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import { noAblation, type CaseAblation } from '../../../analyses/ablation/ablate-case.ts'
import { loadCases } from '../../../datasets/load-cases.ts'
import { AppError } from '../../../errors.ts'
import type { StudyRequest } from '../../../service/contract.ts'
import { availableMemory } from '../../available-memory.ts'
import type { DoneUnits, UnitContext } from '../../job.ts'
import { JobModels, type PromptFingerprint } from '../job-models.ts'
import type { OpenedModel } from '../open-model.ts'
import { startedDevice } from '../start-unit.ts'
import { takenAblation } from './study-ablation.ts'
import { runCase, type Response } from './study-case.ts'
import { assertSameData } from './study-data-file.ts'
import { StudyEngine } from './study-engine.ts'
import { planRole } from './study-plan-unit.ts'
import { matchPrevious, takenCase } from './study-previous.ts'
import { mappedModes, responderOf } from './study-request.ts'
import {
  caseOutline,
  datasetOf,
  previousOf,
  rolePlanOf,
  startOf,
  studyFingerprintOf,
  studyUnitIds,
  type DatasetValues,
  type PreviousValues,
  type StudyRolePlan
} from './study-units.ts'

export class StudySteps {
  readonly #request: StudyRequest
  readonly #models: JobModels
  #engine: { readonly role: StudyRole; readonly engine: StudyEngine } | undefined
  #previous: Promise<StudyRecord> | undefined
  /** The data set's file was read, or found to be the same, by this very process. */
  #isDataKnown = false

  constructor(request: StudyRequest) {
    this.#request = request
    this.#models = new JobModels(request)
  }

  /** Base first. */
  get roles(): readonly StudyRole[] {
    return this.#models.roles
  }

  /** @throws AppError `request/invalid` for a file that has no case, naming its first bad row */
  async readCases({ signal }: UnitContext): Promise<DatasetValues> {
    const { data, settings } = this.#request
    const { cases, summary } = await loadCases(data, settings.mapping, settings.nCasesLimit, signal)
    this.#isDataKnown = true
    if (cases.length > 0) return { cases, summary }
    const { name, nRows, badRows } = summary
    const [first] = badRows
    const example = first === undefined ? '' : `; line ${first.line}: ${first.problem}`
    throw new AppError(
      'request/invalid',
      `${name}: no sound row among ${nRows}, expected one at least${example}`,
      { hint: 'Look at the bad rows, and change the mapping or the file.' }
    )
  }

  fingerprint(role: StudyRole, context: UnitContext): Promise<PromptFingerprint> {
    return this.#models.promptFingerprint(role, context)
  }

  async matchPrevious(done: DoneUnits, context: UnitContext): Promise<PreviousValues> {
    const previous = await this.#previousOf(context)
    const { settings } = this.#request
    const { cases } = datasetOf(done)
    const fingerprints = new Map(this.roles.map((role) => [role, studyFingerprintOf(done, role)]))
    return matchPrevious({ previous, cases, settings, start: startOf(done), fingerprints })
  }

  async plan(role: StudyRole, done: DoneUnits, { signal }: UnitContext): Promise<StudyRolePlan> {
    const { cases } = datasetOf(done)
    const opened = await this.#open(role, done)
    return planRole(role, opened, cases, this.#request.settings, availableMemory(), signal)
  }

  async runCase(
    role: StudyRole,
    index: number,
    done: DoneUnits,
    context: UnitContext
  ): Promise<StudyCasePart> {
    const { settings } = this.#request
    const studyCase = datasetOf(done).cases[index]!
    await this.#assertSameData(done, context)
    const place = this.#placeInPrevious(role, index, done)
    if (place !== null) {
      const partId = studyUnitIds.case(role, place)
      const part = await context.readStudyPart(settings.previous!, partId)
      const opened = await this.#open(role, done)
      const taken = part && (await takenCase(part, index, opened, studyCase, settings))
      if (taken) return taken
    }
    const fingerprint = studyFingerprintOf(done, role)
    const responder = this.#givenBy(role, index, done)
    const request = { role, index, studyCase, settings, fingerprint, responder }
    return runCase(await this.#engineOf(role, done), request, context)
  }

  /** Of the response that both were given where that was asked for, else of the model's own. */
  async ablate(
    role: StudyRole,
    index: number,
    done: DoneUnits,
    context: UnitContext
  ): Promise<CaseAblation> {
    const { settings } = this.#request
    const plan = rolePlanOf(done, role)
    await this.#assertSameData(done, context)
    const place = this.#placeInPrevious(role, index, done)
    if (place !== null) {
      const previous = await this.#previousOf(context)
      const taken = takenAblation(previous, role, place, settings, plan.mask?.text ?? null)
      if (taken) return taken
    }
    const { caseId, prompt, instructionSpans: spans } = datasetOf(done).cases[index]!
    const { failure, leftOut, maps } = caseOutline(done, role, index)!
    const mode = mappedModes(settings).at(-1)!
    const map = maps.find((made) => made.mode === mode)
    if (map === undefined) {
      const why = failure ?? leftOut.find((left) => left.mode === mode)?.problem
      return noAblation([why ?? 'there is no response'])
    }
    const engine = await this.#engineOf(role, done)
    const { signal, report } = context
    const ablated = { caseId, prompt, spans, side: map.side }
    return engine.ablate(ablated, settings.ablation!, signal, report)
  }

  /** @throws AppError `checkpoint/changed` when a file was written to since the study began */
  verify(done: DoneUnits): Promise<void> {
    return this.#models.verify((role) => studyFingerprintOf(done, role))
  }

  async release(): Promise<void> {
    await this.#engine?.engine.release()
    this.#engine = undefined
  }

  async #engineOf(role: StudyRole, done: DoneUnits): Promise<StudyEngine> {
    if (this.#engine?.role === role) return this.#engine.engine
    await this.release()
    const opened = await this.#open(role, done)
    const { settings } = this.#request
    const start = startOf(done)
    const device = await startedDevice(start)
    const plan = rolePlanOf(done, role)
    const { nThreads } = start
    const engine = new StudyEngine(opened, { role, plan, settings, device, nThreads })
    this.#engine = { role, engine }
    return engine
  }

  #open(role: StudyRole, done: DoneUnits): Promise<OpenedModel> {
    return this.#models.open(role, studyFingerprintOf(done, role))
  }

  /** The response that the other model wrote for both; it ran before. */
  #givenBy(role: StudyRole, index: number, done: DoneUnits): Response | null {
    const responder = responderOf(this.#request.settings)
    if (responder === null || responder === role) return null
    const { failure, maps } = caseOutline(done, responder, index)!
    const [map] = maps
    if (map !== undefined) return { text: map.side.response, nTokensLimit: null }
    return { problem: `no response of the ${responder} model: ${failure}` }
  }

  #placeInPrevious(role: StudyRole, index: number, done: DoneUnits): number | null {
    if (this.#request.settings.previous === null) return null
    return previousOf(done).caseOf[role]?.[index] ?? null
  }

  #previousOf(context: UnitContext): Promise<StudyRecord> {
    this.#previous ??= context.readStudy(this.#request.settings.previous!)
    return this.#previous
  }

  async #assertSameData(done: DoneUnits, { signal }: UnitContext): Promise<void> {
    if (this.#isDataKnown) return
    await assertSameData(this.#request.data, datasetOf(done).summary, signal)
    this.#isDataKnown = true
  }
}
