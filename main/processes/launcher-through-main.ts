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

interface Launching {
  readonly resolve: (child: ChildHandle) => void
  readonly reject: (error: Error) => void
}

/** The service's part. */
export function launcherThroughMain(main: Channel): WorkerLauncher {
  const launching = new Map<number, Launching>()
  const exits = new Map<number, (reason: ExitReason) => void>()
  let nextId = 1

  main.onMessage((message, [port]) => {
    if (!isNotice(message)) return
    const { workerId } = message
    if (message.kind === 'worker/exited') {
      launching.get(workerId)?.reject(new Error(message.reason.sentence))
      exits.get(workerId)?.(message.reason)
      exits.delete(workerId)
    } else if (isElectronPort(port)) {
      const { onExit, announce } = exitNotice()
      exits.set(workerId, announce)
      launching.get(workerId)?.resolve({
        channel: electronPortChannel(port),
        pid: message.pid,
        kill: () => post(main, { kind: 'worker/kill', workerId }),
        onExit
      })
    }
    launching.delete(workerId)
  })
  main.onClose((reason) => {
    for (const { reject } of launching.values()) reject(new Error(reason))
  })

  return {
    launch: (role) =>
      new Promise((resolve, reject) => {
        const workerId = nextId++
        launching.set(workerId, { resolve, reject })
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
  const tell = (notice: Notice, transfer?: readonly ElectronPort[]): void =>
    service.post(notice, transfer)

  service.onMessage((message) => {
    if (!isRequest(message)) return
    const { workerId } = message
    if (message.kind === 'worker/kill') {
      workers.get(workerId)?.kill()
      return
    }
    try {
      const worker = fork(message.role)
      workers.set(workerId, worker)
      tell({ kind: 'worker/launched', workerId, pid: worker.pid }, [worker.port])
      worker.onExit((reason) => {
        workers.delete(workerId)
        tell({ kind: 'worker/exited', workerId, reason })
      })
    } catch (thrown) {
      const sentence = `could not be started (${String(thrown)})`
      tell({ kind: 'worker/exited', workerId, reason: { kind: 'launch-failed', sentence } })
    }
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
