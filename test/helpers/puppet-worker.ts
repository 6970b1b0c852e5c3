/** A worker inside the test's process that does nothing by itself: the test says how each run ends. */
import { openChannel } from '../../main/processes/channel.ts'
import type { Channel } from '../../main/processes/channel.ts'
import { exitNotice } from '../../main/processes/child-handle.ts'
import type { ChildHandle } from '../../main/processes/child-handle.ts'
import { client, serve } from '../../main/processes/rpc.ts'
import type { Client } from '../../main/processes/rpc.ts'
import type { WorkerCalls, WorkerNeeds } from '../../main/worker/contract.ts'

type RunReply = WorkerCalls['job/run'][1]

export class PuppetWorker {
  /** Of the run that is under way. */
  running: { readonly jobId: string; readonly nDone: number } | null = null
  isAskedToStop = false
  nLaunches = 0
  nKills = 0
  /** What a worker may ask of the service. */
  needs: Client<WorkerNeeds> | null = null
  #end: { resolve: (reply: RunReply) => void; reject: (error: unknown) => void } | null = null
  #die: () => void = () => undefined

  readonly launch = async (): Promise<ChildHandle> => {
    this.nLaunches++
    const [near, far, cut] = line()
    const { onExit, announce } = exitNotice()
    this.#die = () => {
      this.running = null
      announce({ kind: 'crashed', sentence: 'crashed' })
      cut('crashed')
    }
    this.needs = client<WorkerNeeds>(far)
    const unused = (): never => {
      throw new Error('not for a puppet')
    }
    serve<WorkerCalls>(far, {
      'job/run': ({ jobId, done }) => {
        this.running = { jobId, nDone: done.length }
        this.isAskedToStop = false
        return new Promise<RunReply>((resolve, reject) => {
          this.#end = { resolve, reject }
        })
      },
      'job/stop': ({ jobId }) => {
        this.isAskedToStop = this.running?.jobId === jobId
        return null
      },
      'job/partial': unused,
      'device/list': unused,
      'device/test': unused,
      'checkpoint/describe': unused,
      'text/tokenize': unused,
      'attribution/plan': unused,
      'concepts/plan': unused,
      'heads/plan': unused,
      'study/preview': unused,
      'study/plan': unused
    })
    const kill = (): void => {
      this.nKills++
      this.#die()
    }
    return { channel: near, pid: 1, kill, onExit }
  }

  reply(reply: RunReply): void {
    this.running = null
    this.#end?.resolve(reply)
  }

  fail(error: Error): void {
    this.running = null
    this.#end?.reject(error)
  }

  die(): void {
    this.#die()
  }
}

/** Two ends without cloning or threads, so that ten thousand runs take seconds. */
function line(): readonly [Channel, Channel, (reason: string) => void] {
  const near = openChannel({
    send: (message) => queueMicrotask(() => far.deliver(message)),
    close: () => far.closed('closed')
  })
  const far = openChannel({
    send: (message) => queueMicrotask(() => near.deliver(message)),
    close: () => near.closed('closed')
  })
  const cut = (reason: string): void => {
    near.closed(reason)
    far.closed(reason)
  }
  return [near.channel, far.channel, cut]
}
