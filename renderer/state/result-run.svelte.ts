import type { ErrorReport } from '../../preload/contract.ts'
import type {
  AnyRecord,
  JobError,
  JobStatus,
  OpenedResult,
  ResultKind
} from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

/** Drawing what is there more often would only cost the run its time. */
const partialPauseMs = 400

type Records = { [Kind in ResultKind]: Extract<AnyRecord, { kind: Kind }>['record'] }
export type OpenedOf<Kind extends ResultKind> = Extract<OpenedResult, { kind: Kind }>

/** The run on screen, from its start over partial results to the stored one. The newest one wins. */
export class ResultRun<Kind extends ResultKind> {
  jobId = $state<string | null>(null)
  isStarting = $state(false)
  error = $state.raw<ErrorReport | JobError>()
  /** What exists so far of a run that goes on. */
  partial = $state.raw<Records[Kind] | null>(null)
  result = $state.raw<OpenedOf<Kind> | null>(null)

  #kind: Kind
  #latest = 0
  #askedAtMs = -Infinity
  #isAsking = false
  /** Units done when `partial` was asked for. */
  #partialUnits = 0
  #openedId: string | null = null

  constructor(kind: Kind) {
    this.#kind = kind
  }

  /** Returns whether the run could be started. */
  async start(ask: () => Promise<{ readonly jobId: string }>): Promise<boolean> {
    const ticket = ++this.#latest
    this.isStarting = true
    this.error = undefined
    try {
      const { jobId } = await ask()
      if (ticket !== this.#latest) return false
      this.jobId = jobId
      this.partial = null
      this.result = null
      return true
    } catch (thrown) {
      if (ticket === this.#latest) this.error = reportOf(thrown)
      return false
    } finally {
      if (ticket === this.#latest) this.isStarting = false
    }
  }

  /** Follows its job: asks for what exists so far, and for the result at the end. */
  async follow(job: JobStatus): Promise<void> {
    if (job.jobId !== this.jobId) return
    if (job.state === 'done' && job.resultId !== null) return this.#open(job.resultId)
    if (job.state === 'running' && job.unitsDone > 0) await this.#readPartial(job)
  }

  /** Shows a stored result in place of any run. */
  show(opened: OpenedOf<Kind>): void {
    this.#latest++
    this.isStarting = false
    this.error = undefined
    this.jobId = null
    this.partial = null
    this.result = opened
    this.#openedId = opened.row.resultId
  }

  async #readPartial({ jobId, unitsDone }: JobStatus): Promise<void> {
    // Progress inside a unit adds nothing to draw.
    if (this.partial !== null && unitsDone === this.#partialUnits) return
    const now = performance.now()
    if (this.#isAsking || now - this.#askedAtMs < partialPauseMs) return
    this.#isAsking = true
    this.#askedAtMs = now
    try {
      const answer = await call('job/partial', { jobId })
      const record = answer && recordOf(answer, this.#kind)
      if (!record || jobId !== this.jobId || this.result) return
      this.partial = record
      this.#partialUnits = unitsDone
    } catch (thrown) {
      if (jobId === this.jobId) this.error = reportOf(thrown)
    } finally {
      this.#isAsking = false
    }
  }

  async #open(resultId: string): Promise<void> {
    if (this.#openedId === resultId) return
    this.#openedId = resultId
    const ticket = this.#latest
    try {
      const opened = await call('result/open', { resultId })
      if (ticket !== this.#latest || !isOf(opened, this.#kind)) return
      this.result = opened
      this.partial = null
    } catch (thrown) {
      if (ticket === this.#latest) this.error = reportOf(thrown)
    }
  }
}

/** Whether an answer is of the analysis that was asked for. */
export function isOf<Answer extends { readonly kind: ResultKind }, Kind extends ResultKind>(
  answer: Answer,
  kind: Kind
): answer is Extract<Answer, { kind: Kind }> {
  return answer.kind === kind
}

function recordOf<Kind extends ResultKind>(answer: AnyRecord, kind: Kind): Records[Kind] | null {
  // The kind decides the record's type, which the compiler cannot follow through a type parameter.
  return answer.kind === kind ? (answer.record as Records[Kind]) : null
}
