import type { ServiceCalls, ServiceEvents } from '../service/contract.ts'
import { AppError } from '../errors.ts'
import type { ChildHandle } from '../processes/child-handle.ts'
import { CrashBook } from '../processes/crash-book.ts'
import { client, listen } from '../processes/rpc.ts'
import type { Client, EventListeners } from '../processes/rpc.ts'
import { Supervisor } from '../processes/supervisor.ts'
import type { ServicePort } from './service-port.ts'

/** How long the service may take to put its store to rest before it is killed. */
const closePatienceMs = 2_000

export interface ServiceLinkOptions {
  readonly launch: () => ChildHandle
  readonly events: EventListeners<ServiceEvents>
  /** Called for every end of the process that was not asked for. */
  readonly onCrash: (sentence: string) => void
}

/** The service as main sees it: started on first need, and again after a crash. */
export class ServiceLink implements ServicePort {
  readonly #supervisor: Supervisor<Client<ServiceCalls>>
  readonly #crashes = new CrashBook()
  #isClosing = false
  #ended: Promise<unknown> | null = null

  constructor({ launch, events, onCrash }: ServiceLinkOptions) {
    this.#supervisor = new Supervisor(
      async () => {
        this.#checkCrashes()
        return launch()
      },
      (child) => {
        listen(child.channel, events)
        this.#ended = new Promise<void>((resolve) => {
          child.onExit(({ sentence }) => {
            resolve()
            if (this.#isClosing) return
            this.#crashes.record(null, performance.now())
            onCrash(sentence)
          })
        })
        return client<ServiceCalls>(child.channel)
      }
    )
  }

  async call<N extends keyof ServiceCalls>(
    name: N,
    request: ServiceCalls[N][0]
  ): Promise<ServiceCalls[N][1]> {
    const { attached } = await this.#supervisor.running()
    return attached.call(name, request)
  }

  /** Lets the service end by itself (its line closes), and kills it when that takes too long. */
  async close(): Promise<void> {
    this.#isClosing = true
    if (!this.#supervisor.isRunning) return this.#supervisor.close()
    const { child } = await this.#supervisor.running()
    child.channel.close()
    await Promise.race([
      this.#ended,
      new Promise((resolve) => setTimeout(resolve, closePatienceMs).unref())
    ])
    this.#supervisor.close()
  }

  #checkCrashes(): void {
    if (!this.#crashes.isTooOften(performance.now())) return
    throw new AppError('engine/stopped', 'service: stopped too often within five minutes', {
      hint: 'Start Shiftlens again; if it stops again, copy the diagnostics.'
    })
  }
}
