/**
 * A job with the shape of a real one and arithmetic that takes no time: each unit's row is a hash of the
 * seed, its id and the row before, so a lost, doubled or reordered unit changes the result.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../main/errors.ts'
import type { ErrorCode } from '../../main/errors.ts'
import type { JobSpec, UnitResult } from '../../main/worker/contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../../main/worker/job.ts'
import { attributionRecord } from './attribution-record.ts'

/** How the job shall behave; travels as JSON in the prompt. */
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

export async function createFakeJob(spec: JobSpec): Promise<Job> {
  const prompt = spec.kind === 'generation' ? spec.request.prompt : spec.request.settings.prompt
  const plan = JSON.parse(prompt) as FakePlan
  const idOf = (index: number): string => `row/${index}`
  const fractionOf = (done: DoneUnits): number => done.size / plan.nUnits
  const rowsOf = (done: DoneUnits): Float32Array => {
    const rows = new Float32Array(done.size * nColumns)
    for (let i = 0; i < done.size; i++) rows.set(rowOf(done, idOf(i)), i * nColumns)
    return rows
  }
  return {
    next: (done) =>
      done.size >= plan.nUnits
        ? null
        : { unitId: idOf(done.size), phase: 'computing', weight: 1 / plan.nUnits },
    progress: (done) => ({
      unitsDone: done.size,
      unitsTotal: plan.nUnits,
      fraction: fractionOf(done)
    }),
    async run(unit, done, context) {
      if (spec.kind === 'generation') {
        const words = Array.from({ length: done.size + 1 }, (_, i) => `w${i}`)
        context.writeText({
          role: 'base',
          text: words.join(' '),
          nTokens: words.length,
          isComplete: false
        })
      }
      return runUnit(plan, unit, done, context)
    },
    keyFields: (done) => (done.size < 2 ? null : { ...plan }),
    partial: (done) => (done.size === 0 ? null : recordOf(rowsOf(done), done.size, true)),
    finish(done) {
      if (spec.kind === 'attribution') {
        const record = recordOf(rowsOf(done), plan.nUnits, false)
        return { kind: 'attribution', keyFields: { ...plan }, title: 'fake', record }
      }
      const text = Array.from({ length: plan.nUnits }, (_, i) => `w${i}`).join(' ')
      return { kind: 'generation', ids: [1, 2], newIds: [2], text, stopReason: 'limit' }
    },
    close: async () => undefined
  }
}

async function runUnit(
  plan: FakePlan,
  unit: Unit,
  done: DoneUnits,
  context: UnitContext
): Promise<UnitResult> {
  if (plan.unitMs !== undefined) await sleep(plan.unitMs, undefined, { signal: context.signal })
  if (plan.busyUnit === done.size) block(plan.busyMs ?? 0)
  if (plan.deadlyUnit === done.size) dieIfDue(plan)
  if (plan.failure !== undefined && done.size === plan.nUnits - 1) {
    throw new AppError(plan.failure, 'unit failed as told', { hint: 'a hint', file: 'a file' })
  }
  const hash = createHash('sha256').update(`${plan.seed} ${unit.unitId}`)
  if (done.size > 0) hash.update(rowOf(done, `row/${done.size - 1}`))
  const words = new Uint32Array(Uint8Array.from(hash.digest()).buffer)
  const row = Float32Array.from(words, (word) => word / 2 ** 32 - 0.5)
  return { values: { index: done.size }, arrays: { row } }
}

function rowOf(done: DoneUnits, unitId: string): Float32Array {
  const row = done.get(unitId)?.arrays['row']
  if (row instanceof Float32Array) return row
  throw new Error(`unit ${unitId} is missing`)
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

function recordOf(importance: Float32Array, nRows: number, isPartial: boolean) {
  const record = attributionRecord({ nPrompt: nRows, nResponse: nColumns, roles: ['base'] })
  return { ...record, isPartial, sides: record.sides.map((side) => ({ ...side, importance })) }
}
