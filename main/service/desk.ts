import { AppError } from '../errors.ts'
import type { ChildHandle } from '../processes/child-handle.ts'
import { CrashBook } from '../processes/crash-book.ts'
import type { ReplyOf, RequestOf } from '../processes/rpc.ts'
import { Supervisor } from '../processes/supervisor.ts'
import type { WorkerCalls } from '../worker/contract.ts'
import type { JobStore } from './jobs/job-store.ts'
import { attachWorker } from './jobs/job-worker.ts'
import type { WorkerLine } from './jobs/job-worker.ts'

/** Calls that are answered beside a running job. */
export type DeskCall = Exclude<keyof WorkerCalls, 'job/run' | 'job/stop'>

/** The worker for short questions: started on first need, and again after a crash, within limits. */
export class Desk {
  readonly worker: Supervisor<WorkerLine>
  readonly #crashes = new CrashBook()

  constructor(launch: () => Promise<ChildHandle>, fingerprints: () => JobStore['fingerprints']) {
    const ofJobsOnly = (): never => {
      throw new AppError('internal', 'the worker for questions runs no jobs')
    }
    this.worker = new Supervisor(launch, (child) =>
      attachWorker(child, {
        'unit/commit': ofJobsOnly,
        'concepts/record': ofJobsOnly,
        'concepts/layer': ofJobsOnly,
        'study/record': ofJobsOnly,
        'study/part': ofJobsOnly,
        'answer/lookup': ofJobsOnly,
        'answer/remember': ofJobsOnly,
        'endpoint/key': ofJobsOnly,
        'fingerprint/lookup': ({ identity }) => fingerprints().lookup(identity),
        'fingerprint/remember': ({ identity, fingerprint }) => {
          fingerprints().remember(identity, fingerprint)
          return null
        },
        'result/find': () => null
      })
    )
  }

  /** Throws the worker's own AppError, or `engine/stopped` when it dies over the question. */
  async ask<Name extends DeskCall>(
    name: Name,
    request: RequestOf<WorkerCalls, Name>
  ): Promise<ReplyOf<WorkerCalls, Name>> {
    if (this.#crashes.isTooOften(performance.now())) {
      throw new AppError('engine/stopped', 'the worker crashed three times within five minutes', {
        hint: 'Wait some minutes or start the program again.'
      })
    }
    const { child, attached, ended } = await this.worker.running()
    try {
      return await attached.calls.call(name, request)
    } catch (thrown) {
      if (child.channel.isOpen) throw thrown
      this.#crashes.record(null, performance.now())
      const { sentence } = await ended
      throw new AppError('engine/stopped', `the worker ${sentence} over "${name}"`, {
        hint: 'Try again; it is started anew.',
        cause: thrown
      })
    }
  }
}
