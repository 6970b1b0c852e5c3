import { AppError } from '../errors.ts'
import type { ChildHandle } from '../processes/child-handle.ts'
import { CrashBook } from '../processes/crash-book.ts'
import { client, listen } from '../processes/rpc.ts'
import type { Client, EventListeners } from '../processes/rpc.ts'
import type { ServiceCalls, ServiceEvents } from '../service/contract.ts'
import type { ServicePort } from './service-port.ts'

/** How long the service may take to put its store to rest before it is killed. */
const closePatienceMs = 4_000

export interface ServiceLinkOptions {
  readonly launch: () => ChildHandle
  readonly events: EventListeners<ServiceEvents>
  /** Called with the reason for every end of the process that was not asked for. */
  readonly onCrash: (sentence: string) => void
}

interface Running extends Client<ServiceCalls> {
  readonly child: ChildHandle
  readonly ended: Promise<void>
}

/** The service as main sees it: started on first need, and again after a crash until it crashes too often. */
export class ServiceLink implements ServicePort {
  readonly #options: ServiceLinkOptions
  readonly #crashes = new CrashBook()
  #running: Running | null = null
  #isClosing = false

  constructor(options: ServiceLinkOptions) {
    this.#options = options
  }

  async call<N extends keyof ServiceCalls>(
    name: N,
    request: ServiceCalls[N][0]
  ): Promise<ServiceCalls[N][1]> {
    this.#running ??= this.#start()
    return this.#running.call(name, request)
  }

  /** Lets the service end by itself (its line closes), and kills it when that takes too long. */
  async close(): Promise<void> {
    this.#isClosing = true
    if (this.#running === null) return
    const { child, ended } = this.#running
    child.channel.close()
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        child.kill()
        resolve()
      }, closePatienceMs)
    })
    await Promise.race([ended, patience])
    clearTimeout(timer)
  }

  /** @throws AppError engine/stopped when it cannot, or should not, be started */
  #start(): Running {
    if (this.#isClosing) throw new AppError('engine/stopped', 'service: the program is closing')
    if (this.#crashes.isTooOften(performance.now())) {
      throw new AppError('engine/stopped', 'service: stopped too often within five minutes', {
        hint: 'Start Shiftlens again; if it stops again, copy the diagnostics.'
      })
    }
    const child = this.#launch()
    listen<ServiceEvents>(child.channel, this.#options.events)
    const ended = new Promise<void>((resolve) => {
      child.onExit(({ sentence }) => {
        this.#running = null
        resolve()
        if (this.#isClosing) return
        this.#crashes.record(null, performance.now())
        this.#options.onCrash(sentence)
      })
    })
    return { ...client<ServiceCalls>(child.channel), child, ended }
  }

  #launch(): ChildHandle {
    try {
      return this.#options.launch()
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw new AppError('engine/stopped', `service: could not be started: ${detail}`, { cause })
    }
  }
}
