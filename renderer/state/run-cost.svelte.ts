import type { ErrorReport, Reply, Request } from '../../preload/contract.ts'
import { call, reportOf } from '../api.ts'

const pauseMs = 400

/** What the next run would cost, asked for a moment after the last change. */
export class RunCost<Name extends 'heads/plan' | 'study/plan'> {
  plan = $state.raw<Reply<Name> | null>(null)
  error = $state.raw<ErrorReport>()
  isAsking = $state(false)
  #name: Name
  #timer: ReturnType<typeof setTimeout> | undefined
  #latest = 0

  constructor(name: Name) {
    this.#name = name
  }

  ask(request: Request<Name>): void {
    clearTimeout(this.#timer)
    const ticket = ++this.#latest
    this.#timer = setTimeout(async () => {
      this.isAsking = true
      try {
        const plan = await call(this.#name, request)
        if (ticket !== this.#latest) return
        this.plan = plan
        this.error = undefined
      } catch (thrown) {
        if (ticket === this.#latest) this.error = reportOf(thrown)
      } finally {
        if (ticket === this.#latest) this.isAsking = false
      }
    }, pauseMs)
  }

  forget(): void {
    clearTimeout(this.#timer)
    this.#latest++
    this.plan = null
    this.error = undefined
    this.isAsking = false
  }
}
