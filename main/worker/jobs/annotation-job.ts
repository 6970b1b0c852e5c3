import type { ConceptsLayer, ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import type { StoredLabel } from '../../../preload/analysis/concepts/labels.ts'
import { annotationGroups, annotationUnits } from '../../analyses/labels/llm/annotation-units.ts'
import type { AnnotationGroup, AnnotationUnit } from '../../analyses/labels/llm/annotation-units.ts'
import { ChatEndpoint } from '../../analyses/labels/llm/chat-endpoint.ts'
import { systemClock } from '../../analyses/labels/llm/clock.ts'
import type { Clock } from '../../analyses/labels/llm/clock.ts'
import { conceptWords } from '../../analyses/labels/llm/concept-words.ts'
import { openConnection } from '../../analyses/labels/llm/connection.ts'
import { runAnnotationUnit } from '../../analyses/labels/llm/run-annotation-unit.ts'
import { AppError } from '../../errors.ts'
import type { AnnotationRequest } from '../../service/contract.ts'
import type { JobResult, JsonPlain, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'

const planUnit: Unit = { unitId: 'plan', phase: 'reading the concepts', weight: 0 }

/** A model that cannot do it fails at every concept; the list need not hold them all. */
const maxProblems = 200

/** Has a language model label the leading concepts of a stored result (method.md section 2 "Labels"). */
export class AnnotationJob implements Job {
  readonly #request: AnnotationRequest
  readonly #clock: Clock
  #record: ConceptsRecord | null = null
  #layer: ConceptsLayer | null = null
  #endpoint: ChatEndpoint | null = null

  /** @throws AppError `request/invalid` where the address cannot be used */
  constructor(request: AnnotationRequest, clock: Clock = systemClock) {
    if (request.settings.model.trim() === '') {
      throw new AppError('request/invalid', 'model: empty, expected the name of a language model', {
        hint: 'Name the model as the server calls it.'
      })
    }
    // Refused before anything is queued; the key is known only later.
    openConnection({ url: request.settings.url, key: null, timeoutMs: 0 })
    this.#request = request
    this.#clock = clock
  }

  next(done: DoneUnits): Unit | null {
    const units = this.#units(done)
    if (units === null) return planUnit
    const unit = units.find(({ unitId }) => !done.has(unitId))
    if (unit === undefined) return null
    const { unitId, layer, role, seed } = unit
    return {
      unitId,
      phase: `labelling layer ${layer}, ${role}, seed ${seed}`,
      weight: 1 / units.length
    }
  }

  progress(done: DoneUnits) {
    const units = this.#units(done)
    if (units === null) return { unitsDone: 0, unitsTotal: 0, fraction: 0 }
    const unitsDone = units.filter(({ unitId }) => done.has(unitId)).length
    return {
      unitsDone,
      unitsTotal: units.length,
      fraction: unitsDone / units.length
    }
  }

  async run(unit: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    return unit.unitId === planUnit.unitId ? this.#plan(context) : this.#label(unit, done, context)
  }

  keyFields(): null {
    return null
  }

  partial(): null {
    return null
  }

  finish(done: DoneUnits): JobResult {
    const results = (this.#units(done) ?? []).map(({ unitId }) => labelledOf(done, unitId))
    const problems = results.flatMap((result) => result.problems)
    const nMore = problems.length - maxProblems
    return {
      kind: 'annotation',
      resultId: this.#request.resultId,
      labels: results.flatMap((result) => result.labels),
      problems:
        nMore > 0 ? [...problems.slice(0, maxProblems), `and ${nMore} more of this kind`] : problems
    }
  }

  async relieve(): Promise<void> {
    this.#record = null
    this.#layer = null
  }

  async close(): Promise<void> {
    // A connection ends with its request.
  }

  async #plan(context: UnitContext): Promise<UnitResult> {
    const { settings } = this.#request
    const groups = annotationGroups(await this.#readRecord(context), settings)
    if (!groups.some(({ nDirections }) => nDirections > 0)) {
      throw new AppError('request/invalid', 'layers: none of those asked for is in the result', {
        hint: 'Choose layers that the result holds.'
      })
    }
    return { values: { groups: groups.map((group) => ({ ...group })) }, arrays: {} }
  }

  async #label({ unitId }: Unit, done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    const unit = this.#units(done)?.find((candidate) => candidate.unitId === unitId)
    if (unit === undefined)
      throw new AppError('internal', `unit ${unitId} is not of this job's plan`)
    const record = await this.#readRecord(context)
    const layer = await this.#readLayer(unit.layer, context)
    const { settings } = this.#request
    const endpoint = await this.#openEndpoint(context)
    const hasWorked = [...done.keys()].some(
      (id) => id !== planUnit.unitId && labelledOf(done, id).labels.length > 0
    )
    if (hasWorked) endpoint.trust()

    const { labels, problems, tally } = await runAnnotationUnit(unit, settings, {
      endpoint,
      answers: { lookup: context.lookUpAnswer, remember: context.rememberAnswer },
      signal: context.signal,
      clock: this.#clock,
      report: context.report,
      wordsOf: (direction) => conceptWords(record, layer, unit.role, direction, settings.nWords)
    })
    if (labels.length === 0 && !hasWorked) throw uselessModel(unit, settings.model, problems)
    return {
      values: { labels: labels.map(plainLabel), problems, tally: { ...tally } },
      arrays: {}
    }
  }

  async #readRecord(context: UnitContext): Promise<ConceptsRecord> {
    this.#record ??= await context.readConcepts(this.#request.resultId)
    return this.#record
  }

  /** Units go layer by layer, so one is kept. */
  async #readLayer(index: number, context: UnitContext): Promise<ConceptsLayer> {
    if (this.#layer?.layer !== index) {
      this.#layer = await context.readConceptsLayer(this.#request.resultId, index)
    }
    return this.#layer
  }

  async #openEndpoint(context: UnitContext): Promise<ChatEndpoint> {
    const { url, timeoutSeconds, requestsPerMinute, nRetries } = this.#request.settings
    this.#endpoint ??= new ChatEndpoint({
      connection: openConnection({
        url,
        key: await context.endpointKey(),
        timeoutMs: timeoutSeconds * 1_000
      }),
      clock: this.#clock,
      requestsPerMinute,
      nRetries
    })
    return this.#endpoint
  }

  /** Null before the plan is made. */
  #units(done: DoneUnits): AnnotationUnit[] | null {
    const values = done.get(planUnit.unitId)?.values
    if (values === undefined) return null
    // Written by `#plan`.
    const groups = values.groups as unknown as readonly AnnotationGroup[]
    return annotationUnits(groups, this.#request.settings.seeds)
  }
}

interface Labelled {
  readonly labels: readonly StoredLabel[]
  readonly problems: readonly string[]
}

function labelledOf(done: DoneUnits, unitId: string): Labelled {
  const values = done.get(unitId)?.values
  if (values === undefined) throw new AppError('internal', `unit ${unitId} was read before its end`)
  // Written by `#label`.
  return values as unknown as Labelled
}

function plainLabel({ label, ...rest }: StoredLabel): JsonPlain {
  return { ...rest, label: label === null ? null : { ...label } }
}

/** Not one of the first concepts was answered as asked: going on would cost much and give nothing. */
function uselessModel(unit: AnnotationUnit, model: string, problems: readonly string[]): AppError {
  return new AppError(
    'endpoint/refused',
    `${model}: none of the first ${unit.nDirections} concepts was answered as asked; ${problems[0] ?? ''}`,
    { hint: 'Take a larger or an instruction-tuned model, or allow more tokens for an answer.' }
  )
}
