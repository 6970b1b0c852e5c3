import type { AnyRecord, Role } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { AttributionRequest } from '../../service/contract.ts'
import { countPoints } from '../../tokenizer/code-points.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { JobResult, JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'
import { extentOf, planSide, promptTextOf, sideSequence } from './attribution-plan-unit.ts'
import { operationsOf, recordOf, sideUnitIds } from './attribution-record.ts'
import { fingerprintOf, planOf, responseOf, startOf, unitIds } from './attribution-units.ts'
import { checkRequest, generatingRoles } from './attribution-request.ts'
import { JobModels } from './job-models.ts'
import type { OpenedModel } from './open-model.ts'
import { promptTitle } from './prompt-title.ts'
import { rolesOf } from './roles-of.ts'
import { SideEngine } from './side-engine.ts'
import { startedDevice, startValues } from './start-unit.ts'
import { progressOfUnits } from './unit-progress.ts'
import { plainResult } from './unit-result.ts'
import { withSeconds } from './unit-seconds.ts'
import { assertSameVersions, attributionMethodVersion } from './versions.ts'
import { writeResponse } from './write-response.ts'
import { availableMemory } from '../available-memory.ts'

/** Shares of a run's work before the maps, for the progress bar alone. */
const weights = { fingerprint: 0.03, response: 0.12 } as const

/**
 * Attribution of a pair (or of one model): fingerprints, responses, plans, then per side the targets and
 * the map in units. Everything a later unit builds on is in the results of earlier ones, so the job can
 * be taken up by another process at any unit.
 */
export class AttributionJob implements Job {
  readonly #request: AttributionRequest
  readonly #roles: readonly Role[]
  readonly #models: JobModels
  #engine: { readonly role: Role; readonly engine: SideEngine } | undefined

  constructor(request: AttributionRequest) {
    checkRequest(request)
    this.#request = request
    this.#roles = rolesOf(request)
    this.#models = new JobModels(request)
  }

  next(done: DoneUnits): Unit | null {
    return this.#units(done).find(({ unitId }) => !done.has(unitId)) ?? null
  }

  progress(done: DoneUnits) {
    const units = this.#units(done)
    const isPlanned = this.#roles.every((role) => done.has(unitIds.plan(role)))
    return progressOfUnits(units, done, isPlanned)
  }

  async run(unit: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    if (done.has(unitIds.start))
      assertSameVersions(startOf(done).versions, attributionMethodVersion)
    return withSeconds(() => this.#runUnit(unit.unitId, done, context))
  }

  keyFields(done: DoneUnits): Readonly<Record<string, JsonPlain>> | null {
    if (!this.#roles.every((role) => done.has(unitIds.fingerprint(role)))) return null
    const { settings } = this.#request
    const { device, nThreads, versions } = startOf(done)
    const model = (role: Role): JsonPlain => {
      if (!this.#roles.includes(role)) return null
      const { sha256, configHash, tokenizerHash, templateHash } = fingerprintOf(done, role)
      return { sha256, configHash, tokenizerHash, templateHash }
    }
    return {
      analysis: 'attribution',
      methodVersion: versions['method'] ?? null,
      engineVersion: versions['onnxruntime'] ?? null,
      precision: 'float32',
      base: model('base'),
      tuned: model('tuned'),
      ...settings,
      prompt: stripText(settings.prompt),
      response: settings.response === null ? null : stripText(settings.response),
      device,
      nThreads
    }
  }

  partial(done: DoneUnits): AnyRecord | null {
    const record = recordOf(this.#request, done)
    return record && { kind: 'attribution', record }
  }

  finish(done: DoneUnits): JobResult {
    const record = recordOf(this.#request, done)
    const keyFields = this.keyFields(done)
    if (!record || !keyFields || record.isPartial)
      throw new AppError('internal', 'the run was finished before its last unit')
    return { kind: 'attribution', keyFields, title: promptTitle(record.prompt), record }
  }

  async relieve(level: 'shed' | 'spill'): Promise<void> {
    if (level === 'spill') await this.close()
    else this.#engine?.engine.shed()
  }

  async close(): Promise<void> {
    await this.#engine?.engine.release()
    this.#engine = undefined
  }

  /** All units that are known so far, in order. */
  #units(done: DoneUnits): Unit[] {
    const roles = this.#roles
    const units: Unit[] = [{ unitId: unitIds.start, phase: 'preparing', weight: 0 }]
    for (const role of roles) {
      units.push({
        unitId: unitIds.fingerprint(role),
        phase: `${role}: reading the weights once`,
        weight: weights.fingerprint
      })
    }
    const generating = generatingRoles(this.#request)
    for (const role of generating) {
      units.push({
        unitId: unitIds.response(role),
        phase: `${role}: writing a response`,
        weight: weights.response
      })
    }
    for (const role of roles)
      units.push({ unitId: unitIds.plan(role), phase: `${role}: planning`, weight: 0 })
    if (!roles.every((role) => done.has(unitIds.plan(role)))) return units
    const rest = 1 - roles.length * weights.fingerprint - generating.length * weights.response
    const operations = roles.map((role) => operationsOf(planOf(done, role)))
    const total = operations.reduce((sum, value) => sum + value, 0)
    roles.forEach((role, i) => {
      const ids = sideUnitIds(role, planOf(done, role))
      const weight = total > 0 ? (rest * operations[i]!) / total / ids.length : 0
      for (const unitId of ids) units.push({ unitId, phase: phaseOf(role, unitId), weight })
    })
    units.push({ unitId: 'verify', phase: 'checking that the files are the same', weight: 0 })
    return units
  }

  async #runUnit(unitId: string, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    const [kind, role, index] = unitId.split('/')
    if (kind === unitIds.start) {
      return plainResult(await startValues(this.#request.settings, attributionMethodVersion))
    }
    if (kind === 'verify') return { values: await this.#verify(done), arrays: {} }
    if (role !== 'base' && role !== 'tuned')
      throw new AppError('internal', `unit ${unitId} is not of this job`)
    switch (kind) {
      case 'fingerprint':
        return plainResult(await this.#models.promptFingerprint(role, context))
      case 'response':
        return plainResult(await this.#respond(role, done, context))
      case 'plan':
        return plainResult(await this.#plan(role, done))
      case 'targets': {
        const { probability, foils } = await (
          await this.#engineOf(role, done)
        ).targets(context.signal, context.report)
        return { values: { foils: foils ? [...foils] : null }, arrays: { probability } }
      }
      case 'map':
      case 'leave-one-out': {
        const engine = await this.#engineOf(role, done)
        const run = kind === 'map' ? engine.mapUnit.bind(engine) : engine.checkUnit.bind(engine)
        return {
          values: {},
          arrays: { values: await run(Number(index), context.signal, context.report) }
        }
      }
      default:
        throw new AppError('internal', `unit ${unitId} is not of this job`)
    }
  }

  async #respond(role: Role, done: DoneUnits, context: UnitContext) {
    const { prompt, useChatTemplate, nTokensLimit } = this.#request.settings
    const { nThreads } = startOf(done)
    await this.close()
    const request = { role, prompt, useChatTemplate, nTokensLimit, nThreads }
    const opened = await this.#open(role, done)
    const chosen = await startedDevice(startOf(done))
    const written = await writeResponse(opened, { ...request, device: chosen }, context)
    return { text: written.text, newIds: [...written.newIds], stopReason: written.stopReason }
  }

  async #plan(role: Role, done: DoneUnits) {
    const { settings } = this.#request
    const content = stripText(settings.prompt)
    const opened = await this.#open(role, done)
    const prompt = await promptTextOf(opened, settings.prompt, settings.useChatTemplate)
    const own = sideSequence(opened, prompt, this.#responseText(role, done), null, content)
    const limit =
      settings.respond === 'length-matched' ? await this.#shorterLength(done, content) : null
    const sequence =
      limit === null
        ? own
        : sideSequence(opened, prompt, this.#responseText(role, done), limit, content)
    assertSpans(settings.instructionSpans, content)
    return planSide(opened, sequence, this.#request, prompt, availableMemory())
  }

  /** Tokens of the shorter of both models' own responses. */
  async #shorterLength(done: DoneUnits, content: string): Promise<number> {
    const lengths = await Promise.all(
      this.#roles.map(async (role) => {
        const opened = await this.#open(role, done)
        const prompt = await promptTextOf(
          opened,
          this.#request.settings.prompt,
          this.#request.settings.useChatTemplate
        )
        return extentOf(sideSequence(opened, prompt, this.#responseText(role, done), null, content))
          .nResponse
      })
    )
    return Math.min(...lengths)
  }

  #responseText(role: Role, done: DoneUnits): string {
    const { respond, response } = this.#request.settings
    switch (respond) {
      case 'given':
        return response ?? ''
      case 'base':
      case 'tuned':
        return responseOf(done, respond).text
      case 'own':
      case 'length-matched':
        return responseOf(done, role).text
    }
  }

  async #engineOf(role: Role, done: DoneUnits): Promise<SideEngine> {
    if (this.#engine?.role === role) return this.#engine.engine
    await this.close()
    const opened = await this.#open(role, done)
    const { nThreads } = startOf(done)
    const options = {
      device: await startedDevice(startOf(done)),
      nThreads,
      target: this.#request.settings.target
    }
    const engine = new SideEngine(opened, planOf(done, role), options)
    this.#engine = { role, engine }
    return engine
  }

  #open(role: Role, done?: DoneUnits): Promise<OpenedModel> {
    const isKnown = done?.has(unitIds.fingerprint(role)) ?? false
    return this.#models.open(role, isKnown ? fingerprintOf(done!, role) : null)
  }

  async #verify(done: DoneUnits): Promise<UnitResult['values']> {
    await this.#models.verify((role) => fingerprintOf(done, role))
    return {}
  }
}

function phaseOf(role: Role, unitId: string): string {
  if (unitId.startsWith('targets/')) return `${role}: reading prompt and response`
  return unitId.startsWith('map/') ? `${role}: attributing` : `${role}: leaving tokens out`
}

function assertSpans(spans: readonly (readonly [number, number])[], prompt: string): void {
  const length = countPoints(prompt)
  const bad = spans.find(([from, to]) => !(0 <= from && from < to && to <= length))
  if (!bad) return
  throw new AppError(
    'request/invalid',
    `instruction: characters ${bad[0]} to ${bad[1]}, expected a range inside the prompt's ${length}`,
    {
      hint: 'Mark the instruction again.'
    }
  )
}
