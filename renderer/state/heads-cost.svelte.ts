import type { ErrorReport, Request } from '../../preload/contract.ts'
import type { HeadsPlan } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

const pauseMs = 400

/** What the next run would cost, asked for a moment after the last change. */
export class HeadsCost {
  plan = $state.raw<HeadsPlan | null>(null)
  error = $state.raw<ErrorReport>()
  isAsking = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #latest = 0

  ask(request: Request<'heads/plan'>): void {
    clearTimeout(this.#timer)
    const ticket = ++this.#latest
    this.#timer = setTimeout(async () => {
      this.isAsking = true
      try {
        const plan = await call('heads/plan', request)
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
