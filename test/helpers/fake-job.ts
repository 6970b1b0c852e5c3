/**
 * Jobs with the shape of real ones and arithmetic that takes no time: each unit's row is a hash of the
 * seed, its id and the row before, so a lost, doubled or reordered unit changes the result.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { defaultAnnotationSettings } from '../../preload/analysis/concepts/annotation.ts'
import type { StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import { defaultConceptsSettings } from '../../preload/analysis/concepts/record.ts'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import type { AnyRecord } from '../../preload/data.ts'
import { AppError } from '../../main/errors.ts'
import type { ErrorCode } from '../../main/errors.ts'
import type {
  AnnotationRequest,
  AttentionRequest,
  ConceptsRequest,
  HeadsRequest,
  RecordedStudyRequest,
  StudyRequest
} from '../../main/service/contract.ts'
import type { JobResult, JobSpec, UnitResult } from '../../main/worker/contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../../main/worker/job.ts'
import { attributionRecord } from './attribution-record.ts'
import { makeFakeConcepts } from './fake-concepts.ts'
import { fakeAttention, fakeHeads, layerResult } from './fake-heads-job.ts'
import { fakeStudy, fakeStudyImport } from './fake-study-job.ts'

/** How the job shall behave; travels as JSON in the prompt, or in another text of the request. */
export interface FakePlan {
  readonly seed: number
  readonly nUnits: number
  /** Time of a unit in which the event loop is free. */
  readonly unitMs?: number
  /** Blocks the event loop for `busyMs` on this unit, as a native call does. */
  readonly busyUnit?: number
  readonly busyMs?: number
  /** Dies on this unit, until `diaryFile` has as many lines as `nDeaths`. */
  readonly deadlyUnit?: number
  readonly death?: 'SIGKILL' | 'abort'
  readonly nDeaths?: number
  readonly diaryFile?: string
  /** Throws an AppError of this code on its last unit. */
  readonly failure?: ErrorCode
  /** Answers of a language model that could not be used. */
  readonly nProblems?: number
}

export const nColumns = 8

export function fakeSpec(plan: FakePlan): Extract<JobSpec, { kind: 'attribution' }> {
  return { kind: 'attribution', request: fakeRequest(plan) }
}

export function fakeRequest(plan: FakePlan) {
  return {
    base: '/models/base',
    tuned: null,
    settings: {
      prompt: JSON.stringify(plan),
      response: null,
      respond: 'base',
      nTokensLimit: 8,
      instructionSpans: [],
      target: 'probability',
      foil: null,
      estimator: 'gradient',
      withLeaveOneOut: false,
      useChatTemplate: false,
      direction: 'auto',
      memory: 'auto',
      device: 'cpu',
      nThreads: 1
    }
  } as const
}

/** A pair of as many layers as there are units. */
export function fakeConceptsRequest(plan: FakePlan): ConceptsRequest {
  return {
    base: '/models/base',
    tuned: '/models/tuned',
    words: JSON.stringify(plan),
    settings: defaultConceptsSettings
  }
}

/** The same of heads. */
export function fakeHeadsRequest(plan: FakePlan): HeadsRequest {
  const { base, tuned, words } = fakeConceptsRequest(plan)
  return { base, tuned, words, similarity: null, settings: defaultHeadsSettings }
}

/** The same of attention patterns. */
export function fakeAttentionRequest(plan: FakePlan): AttentionRequest {
  const { base, tuned } = fakeConceptsRequest(plan)
  const prompt = JSON.stringify(plan)
  return { base, tuned, settings: { prompt, useChatTemplate: false, layers: null, nThreads: 1 } }
}

/** A study of the base with as many cases as there are units. */
export function fakeStudyRequest(plan: FakePlan): StudyRequest {
  return {
    base: '/models/base',
    tuned: null,
    data: JSON.stringify(plan),
    settings: {
      mapping: {
        id: null,
        prompt: 'prompt',
        input: null,
        response: 'response',
        instruction: 'instruction',
        instructionMatch: 'only',
        group: null,
        rating: null
      },
      modes: ['own', 'same'],
      sameResponse: 'reference',
      nCasesLimit: null,
      nTokensLimit: 300,
      useChatTemplate: false,
      ablation: null,
      direction: 'auto',
      memory: 'auto',
      device: 'cpu',
      nThreads: 1,
      previous: null
    }
  }
}

/** The same of recorded runs. */
export function fakeRecordedRequest(plan: FakePlan): RecordedStudyRequest {
  return { base: JSON.stringify(plan), tuned: null }
}

/** Labels as many leading concepts of the base's first layer as there are units. */
export function fakeAnnotationRequest(resultId: string, plan: FakePlan): AnnotationRequest {
  return {
    resultId,
    settings: {
      ...defaultAnnotationSettings,
      url: 'http://127.0.0.1:9/v1',
      model: JSON.stringify(plan)
    }
  }
}

/** What differs between the kinds of jobs. */
export interface FakeKind {
  /** Begins the ids of its units. */
  readonly unit: string
  /** The unit's result around its row. */
  pack(row: Float32Array, index: number, context: UnitContext): UnitResult | Promise<UnitResult>
  /** Where its row is. */
  readonly rowName: string
  readonly keyFields: Job['keyFields'] | null
  record(done: DoneUnits, isPartial: boolean): AnyRecord | null
  finish(done: DoneUnits): JobResult
}

export async function createFakeJob(spec: JobSpec): Promise<Job> {
  const plan = JSON.parse(planTextOf(spec)) as FakePlan
  const kind = kindOf(spec, plan)
  const idOf = (index: number): string => `${kind.unit}/${index}`
  return {
    next: (done) =>
      done.size >= plan.nUnits
        ? null
        : { unitId: idOf(done.size), phase: 'computing', weight: 1 / plan.nUnits },
    progress: (done) => ({
      unitsDone: done.size,
      unitsTotal: plan.nUnits,
      fraction: done.size / plan.nUnits
    }),
    async run(unit, done, context) {
      const before = done.size === 0 ? null : rowOf(done, kind, done.size - 1)
      return kind.pack(await nextRow(plan, unit, before, done.size, context), done.size, context)
    },
    keyFields: (done) => (done.size < 2 || kind.keyFields === null ? null : kind.keyFields(done)),
    partial: (done) => (done.size === 0 ? null : kind.record(done, true)),
    finish: (done) => kind.finish(done),
    close: async () => undefined
  }
}

function planTextOf({ kind, request }: JobSpec): string {
  switch (kind) {
    case 'generation':
      return request.prompt
    case 'attribution':
      return request.settings.prompt
    case 'concepts':
      return request.words ?? ''
    case 'heads':
      return request.words ?? ''
    case 'attention':
      return request.settings.prompt
    case 'study':
      return request.data
    case 'study-import':
      return request.base ?? ''
    case 'annotation':
      return request.settings.model
  }
}

function kindOf(spec: JobSpec, plan: FakePlan): FakeKind {
  switch (spec.kind) {
    case 'generation':
      return generation(plan)
    case 'attribution':
      return attribution(plan)
    case 'concepts':
      return concepts(plan, spec.request)
    case 'annotation':
      return annotation(plan, spec.request)
    case 'heads':
      return fakeHeads(plan)
    case 'attention':
      return fakeAttention(plan)
    case 'study':
      return fakeStudy(plan)
    case 'study-import':
      return fakeStudyImport(plan)
  }
}

function generation(plan: FakePlan): FakeKind {
  const text = (nWords: number) => Array.from({ length: nWords }, (_, i) => `w${i}`).join(' ')
  return {
    unit: 'row',
    rowName: 'row',
    pack(row, index, context) {
      const nTokens = index + 1
      context.writeText({ role: 'base', text: text(nTokens), nTokens, isComplete: false })
      return { values: { index }, arrays: { row } }
    },
    keyFields: null,
    record: () => null,
    finish: () => ({
      kind: 'generation',
      ids: [1, 2],
      newIds: [2],
      text: text(plan.nUnits),
      stopReason: 'limit'
    })
  }
}

function attribution(plan: FakePlan): FakeKind {
  const kind: FakeKind = {
    unit: 'row',
    rowName: 'row',
    pack: (row, index) => ({ values: { index }, arrays: { row } }),
    keyFields: () => ({ ...plan }),
    record: (done, isPartial) => ({ kind: 'attribution', record: recordOf(done, isPartial) }),
    finish: (done) => {
      const record = recordOf(done, false)
      return { kind: 'attribution', keyFields: { ...plan }, title: 'fake', record }
    }
  }
  const recordOf = (done: DoneUnits, isPartial: boolean) => {
    const importance = new Float32Array(done.size * nColumns)
    for (let i = 0; i < done.size; i++) importance.set(rowOf(done, kind, i), i * nColumns)
    const shape = { nPrompt: done.size, nResponse: nColumns, roles: ['base'] } as const
    const record = attributionRecord(shape)
    return { ...record, isPartial, sides: record.sides.map((side) => ({ ...side, importance })) }
  }
  return kind
}

function concepts(plan: FakePlan, { settings }: ConceptsRequest): FakeKind {
  const fake = makeFakeConcepts({ nLayers: plan.nUnits, nDirections: 5, nWords: 4 })
  const keyFields = { ...plan, analysis: 'concepts' }
  return {
    unit: 'layer',
    rowName: 'sides/0/randomCoherence',
    pack(row, index) {
      const layer = fake.layer(index)
      const directions = new Float32Array(5 * fake.record().sides[0]!.dModel).fill(row[0]!)
      const sides = layer.sides.map((side) => ({
        ...side,
        randomCoherence: row,
        ...(settings.keepDirections && { directions })
      }))
      return layerResult({ ...layer, sides })
    },
    keyFields: () => keyFields,
    record: (done, isPartial) => ({
      kind: 'concepts',
      record: { ...fake.record(done.size), isPartial }
    }),
    finish: (done) => ({
      kind: 'concepts',
      keyFields,
      title: 'fake concepts',
      record: { ...fake.record(), isPartial: false },
      parts: [...done.keys()]
    })
  }
}

/** Asks its answers of the cache, and says in its labels how long the key is that it was given. */
function annotation(plan: FakePlan, { resultId, settings }: AnnotationRequest): FakeKind {
  return {
    unit: 'concept',
    rowName: 'row',
    async pack(row, index, context) {
      const key = createHash('sha256').update(`${plan.seed} ${index}`).digest('hex')
      const known = await context.lookUpAnswer(key)
      if (known === null) await context.rememberAnswer(key, `answer ${index}`)
      const secret = await context.endpointKey()
      const { words } = await context.readConcepts(resultId)
      const { sides } = await context.readConceptsLayer(resultId, 0)
      const word = words[sides[0]!.topWords[index * 4]!] ?? ''
      const values = { keyLength: secret?.length ?? null, isKnown: known !== null, word }
      return { values, arrays: { row } }
    },
    keyFields: null,
    record: () => null,
    finish: (done) => ({
      kind: 'annotation',
      resultId,
      labels: [...done.values()].map(({ values }, direction): StoredLabel => {
        const { keyLength, isKnown, word } = values
        return {
          ...{ layer: 0, role: 'base', direction, annotator: 'llm', author: 'a fake' },
          seed: settings.seeds[0]!,
          label: {
            description: `as ${String(word)}`,
            tasks: ['math'],
            level: 'semantics',
            evidence: [`key of ${String(keyLength)}`, isKnown ? 'known' : 'asked']
          },
          note: '',
          createdAt: '2026-11-24T12:00:00.000Z'
        }
      }),
      problems: Array.from({ length: plan.nProblems ?? 0 }, (_, i) => `answer ${i} was "hm"`)
    })
  }
}

/** The row after another, unless the plan wants something else to happen. */
async function nextRow(
  plan: FakePlan,
  unit: Unit,
  before: Float32Array | null,
  index: number,
  context: UnitContext
): Promise<Float32Array> {
  if (plan.unitMs !== undefined) await sleep(plan.unitMs, undefined, { signal: context.signal })
  if (plan.busyUnit === index) block(plan.busyMs ?? 0)
  if (plan.deadlyUnit === index) dieIfDue(plan)
  if (plan.failure !== undefined && index === plan.nUnits - 1) {
    throw new AppError(plan.failure, 'unit failed as told', { hint: 'a hint', file: 'a file' })
  }
  const hash = createHash('sha256').update(`${plan.seed} ${unit.unitId}`)
  if (before !== null) hash.update(before)
  const words = new Uint32Array(Uint8Array.from(hash.digest()).buffer)
  return Float32Array.from(words, (word) => word / 2 ** 32 - 0.5)
}

function rowOf(done: DoneUnits, { unit, rowName }: FakeKind, index: number): Float32Array {
  const row = done.get(`${unit}/${index}`)?.arrays[rowName]
  if (row instanceof Float32Array) return row
  throw new Error(`unit ${unit}/${index} is missing`)
}

function block(forMs: number): void {
  const untilMs = performance.now() + forMs
  while (performance.now() < untilMs);
}

function dieIfDue({ diaryFile = '', nDeaths = 1, death = 'SIGKILL' }: FakePlan): void {
  const nLines = existsSync(diaryFile) ? readFileSync(diaryFile, 'utf8').length : 0
  if (nLines >= nDeaths) return
  appendFileSync(diaryFile, 'x')
  if (death === 'abort') process.abort()
  process.kill(process.pid, 'SIGKILL')
  block(1_000)
}
