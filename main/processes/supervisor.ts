import { AppError } from '../errors.ts'
import type { ChildHandle } from './child-handle.ts'
import type { ExitReason } from './exit-reason.ts'

/** Silence longer than this is shown as "busy": a native call holds the event loop, maybe for minutes. */
export const busyAfterMs = 3_000

interface Running<Attached> {
  readonly child: ChildHandle
  readonly attached: Attached
  /** Resolves with the reason when the process has ended. */
  readonly ended: Promise<ExitReason>
}

/**
 * Keeps one process of a role: starts it on first need and again after it has ended. It never kills for
 * silence. Whether to go on after a crash is the user's of the process to say, with a CrashBook.
 */
export class Supervisor<Attached> {
  readonly #launch: () => Promise<ChildHandle>
  readonly #attach: (child: ChildHandle) => Attached
  #running: Promise<Running<Attached>> | null = null
  #current: Running<Attached> | null = null
  #heardMs = 0
  #isClosed = false

  /** @param attach  called at once for each new process: what to serve and listen to */
  constructor(launch: () => Promise<ChildHandle>, attach: (child: ChildHandle) => Attached) {
    this.#launch = launch
    this.#attach = attach
  }

  /** The process, started if need be. Throws `engine/stopped` when it cannot be started. */
  async running(): Promise<Running<Attached>> {
    if (this.#isClosed) throw new AppError('engine/stopped', 'the service is closing')
    this.#running ??= this.#start()
    return this.#running
  }

  get pid(): number | null {
    return this.#current?.child.pid ?? null
  }

  /** What was made of the process that runs now. */
  get attached(): Attached | null {
    return this.#current?.attached ?? null
  }

  /** True when nothing has been heard for a while: it is in a long native call. */
  get isBusy(): boolean {
    return this.#current !== null && performance.now() - this.#heardMs > busyAfterMs
  }

  kill(): void {
    this.#current?.child.kill()
  }

  /** Kills it and starts none again. */
  close(): void {
    this.#isClosed = true
    this.kill()
  }

  async #start(): Promise<Running<Attached>> {
    try {
      const child = await this.#launch()
      const attached = this.#attach(child)
      this.#heardMs = performance.now()
      child.channel.onMessage(() => {
        this.#heardMs = performance.now()
      })
      const ended = new Promise<ExitReason>((resolve) => child.onExit(resolve))
      const running = { child, attached, ended }
      this.#current = running
      void ended.then(() => {
        if (this.#current !== running) return
        this.#current = null
        this.#running = null
      })
      if (this.#isClosed) child.kill()
      return running
    } catch (cause) {
      this.#running = null
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw new AppError('engine/stopped', `worker: could not be started: ${detail}`, { cause })
    }
  }
}
