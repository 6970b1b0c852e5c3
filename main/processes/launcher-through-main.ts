/**
 * Under Electron only main can start processes. The service asks main over the line that they have
 * anyway; main starts the worker and sends the service one end of a port to it.
 */
import type { Channel } from './channel.ts'
import { exitNotice } from './child-handle.ts'
import type { ChildHandle } from './child-handle.ts'
import type { ExitReason } from './exit-reason.ts'
import { electronPortChannel, isElectronPort } from './message-port.ts'
import type { ElectronPort } from './message-port.ts'
import type { WorkerLauncher, WorkerRole } from './worker-launcher.ts'

type Request =
  | { readonly kind: 'worker/launch'; readonly workerId: number; readonly role: WorkerRole }
  | { readonly kind: 'worker/kill'; readonly workerId: number }

type Notice =
  | { readonly kind: 'worker/launched'; readonly workerId: number; readonly pid: number | null }
  | { readonly kind: 'worker/exited'; readonly workerId: number; readonly reason: ExitReason }

/** The service's part. */
export function launcherThroughMain(main: Channel): WorkerLauncher {
  const launching = new Map<number, (child: ChildHandle) => void>()
  const exits = new Map<number, (reason: ExitReason) => void>()
  let nextId = 1

  main.onMessage((message, [port]) => {
    if (!isNotice(message)) return
    const { workerId } = message
    if (message.kind === 'worker/exited') {
      exits.get(workerId)?.(message.reason)
      exits.delete(workerId)
    } else if (isElectronPort(port)) {
      const { onExit, announce } = exitNotice()
      exits.set(workerId, announce)
      launching.get(workerId)?.({
        channel: electronPortChannel(port),
        pid: message.pid,
        kill: () => post(main, { kind: 'worker/kill', workerId }),
        onExit
      })
      launching.delete(workerId)
    }
  })

  return {
    launch: (role) =>
      new Promise((resolve) => {
        const workerId = nextId++
        launching.set(workerId, resolve)
        post(main, { kind: 'worker/launch', workerId, role })
      })
  }
}

/** A worker as main starts it for the service. */
export interface ForkedWorker extends Omit<ChildHandle, 'channel'> {
  readonly port: ElectronPort
}

/** Main's part: starts and kills workers for the service, and ends them with it. */
export function serveWorkerLaunches(
  service: Channel,
  fork: (role: WorkerRole) => ForkedWorker
): void {
  const workers = new Map<number, ForkedWorker>()
  service.onMessage((message) => {
    if (!isRequest(message)) return
    const { workerId } = message
    if (message.kind === 'worker/kill') {
      workers.get(workerId)?.kill()
      return
    }
    const worker = fork(message.role)
    workers.set(workerId, worker)
    const launched: Notice = { kind: 'worker/launched', workerId, pid: worker.pid }
    service.post(launched, [worker.port])
    worker.onExit((reason) => {
      workers.delete(workerId)
      const exited: Notice = { kind: 'worker/exited', workerId, reason }
      service.post(exited)
    })
  })
  service.onClose(() => {
    for (const worker of workers.values()) worker.kill()
  })
}

function post(main: Channel, request: Request): void {
  main.post(request)
}

function isRequest(message: unknown): message is Request {
  return hasKind(message) && (message.kind === 'worker/launch' || message.kind === 'worker/kill')
}

function isNotice(message: unknown): message is Notice {
  return (
    hasKind(message) && (message.kind === 'worker/launched' || message.kind === 'worker/exited')
  )
}

function hasKind(message: unknown): message is { readonly kind: unknown } {
  return typeof message === 'object' && message !== null && 'kind' in message
}
