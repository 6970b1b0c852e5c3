import type { ChildHandle } from '../../processes/child-handle.ts'
import { client, listen, serve } from '../../processes/rpc.ts'
import type { Client, EventListeners, Handlers } from '../../processes/rpc.ts'
import type { WorkerCalls, WorkerEvents, WorkerNeeds } from '../../worker/contract.ts'

/** A worker process as the service sees it. */
export interface WorkerLine {
  readonly calls: Client<WorkerCalls>
  residentBytes: number | null
}

/** Attaches the service to a new worker: serves what it needs, hears what it says. */
export function attachWorker(
  { channel }: ChildHandle,
  needs: Handlers<WorkerNeeds>,
  listeners: EventListeners<WorkerEvents> = {}
): WorkerLine {
  const line: WorkerLine = { calls: client<WorkerCalls>(channel), residentBytes: null }
  serve<WorkerNeeds>(channel, needs)
  listen<WorkerEvents>(channel, {
    ...listeners,
    heartbeat: ({ residentBytes }) => {
      line.residentBytes = residentBytes
    }
  })
  return line
}
