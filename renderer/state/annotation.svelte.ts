import type { ErrorReport, Request } from '../../preload/contract.ts'
import type { AnnotationPlan, JobStatus } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import { AnnotationInputs } from './annotation-inputs.svelte.ts'

const planPauseMs = 400

/** A labelling by a language model: planned while its dialog is open, sent only by its button. */
export class Annotation {
  readonly inputs = new AnnotationInputs()
  isOpen = $state(false)
  plan = $state.raw<AnnotationPlan | null>(null)
  isPlanning = $state(false)
  isSending = $state(false)
  error = $state.raw<ErrorReport>()
  jobId = $state<string | null>(null)

  #timer: ReturnType<typeof setTimeout> | undefined
  #latest = 0

  /** Asks what it would cost, a moment after the last change; nothing leaves the machine for it. */
  askPlan(request: Request<'annotation/plan'> | null): void {
    clearTimeout(this.#timer)
    const ticket = ++this.#latest
    this.plan = null
    this.error = undefined
    this.isPlanning = request !== null
    if (!request) return
    this.#timer = setTimeout(async () => {
      try {
        const plan = await call('annotation/plan', request)
        if (ticket === this.#latest) this.plan = plan
      } catch (thrown) {
        if (ticket === this.#latest) this.error = reportOf(thrown)
      } finally {
        if (ticket === this.#latest) this.isPlanning = false
      }
    }, planPauseMs)
  }

  /** Starts what was planned. */
  async send(request: Request<'annotation/plan'>): Promise<void> {
    if (!this.plan || this.isSending || this.inputs.problem !== null) return
    this.isSending = true
    this.error = undefined
    try {
      const key = this.inputs.key === '' ? null : this.inputs.key
      this.jobId = (await call('annotation/start', { ...request, key })).jobId
      this.inputs.key = ''
      this.isOpen = false
    } catch (thrown) {
      this.error = reportOf(thrown)
    } finally {
      this.isSending = false
    }
  }

  /** Whether a job that ended is the one that was sent; told once. */
  hasEnded({ jobId, state }: JobStatus): boolean {
    if (jobId !== this.jobId || state !== 'done') return false
    this.jobId = null
    return true
  }
}
