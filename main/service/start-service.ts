import { forkChild } from '../processes/child-process.ts'
import { allowedEnvironment } from '../processes/environment.ts'
import type { ExitReason } from '../processes/exit-reason.ts'
import { client, listen } from '../processes/rpc.ts'
import type { Client, EventListeners } from '../processes/rpc.ts'
import { toArgv } from './arguments.ts'
import type { ServiceArguments } from './arguments.ts'
import type { ServiceCalls, ServiceEvents } from './contract.ts'

/** MiB; results pass through it, weights never do. */
export const serviceHeapLimitMb = 2_048

export interface ServiceOptions extends ServiceArguments {
  /** The service's program: `.ts` in development, `out/main/service.cjs` in the build. */
  readonly serviceProgram: string
  /** The Node that runs service and workers. */
  readonly execPath: string
  readonly onOutput?: (text: string) => void
}

export interface ServiceHandle extends Client<ServiceCalls> {
  readonly pid: number | null
  /** Listeners are added; there is no taking them away. */
  on(listeners: EventListeners<ServiceEvents>): void
  /** Lets go of it: it closes its store and ends; resolves when it has. */
  close(): Promise<void>
  /** Ends it at once, as a crash would. */
  kill(): Promise<ExitReason>
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<ExitReason>
}

/** Starts the service as a plain Node process, for the command line and the tests. */
export function startService(options: ServiceOptions): ServiceHandle {
  const child = forkChild({
    program: options.serviceProgram,
    args: toArgv(options),
    execPath: options.execPath,
    env: allowedEnvironment(process.env),
    heapLimitMb: serviceHeapLimitMb,
    onOutput: options.onOutput ?? (() => undefined)
  })
  const { call } = client<ServiceCalls>(child.channel)
  const ended = new Promise<ExitReason>((resolve) => child.onExit(resolve))
  return {
    call,
    pid: child.pid,
    ended,
    on: (listeners) => listen<ServiceEvents>(child.channel, listeners),
    async close() {
      child.channel.close()
      await ended
    },
    kill() {
      child.kill()
      return ended
    }
  }
}
