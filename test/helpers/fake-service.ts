import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { JobStatus } from '../../preload/data.ts'
import { startService } from '../../main/service/start-service.ts'
import type { ServiceHandle } from '../../main/service/start-service.ts'
import type { StoreMode } from '../../main/service/store-access.ts'

const programOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The real service as a process of its own, with a worker whose jobs are fake. */
export function startFakeService(home: string, mode: StoreMode = 'store'): ServiceHandle {
  return startService({
    home,
    mode,
    program: 'cli',
    serviceProgram: programOf('../../main/service/index.ts'),
    workerProgram: programOf('fake-worker.ts'),
    execPath: process.execPath,
    ...(process.env['SHOW_OUTPUT'] && { onOutput: (text) => void process.stderr.write(text) })
  })
}

/** What a service says about its jobs, kept so that a test can wait for it. */
export class JobWatch {
  readonly all: JobStatus[] = []
  #waiting: (() => void)[] = []

  constructor(service: ServiceHandle) {
    service.on({
      'job/changed': (status) => {
        this.all.push(status)
        const waiting = this.#waiting
        this.#waiting = []
        for (const wake of waiting) wake()
      }
    })
  }

  last(jobId: string): JobStatus | undefined {
    return this.all.findLast((status) => status.jobId === jobId)
  }

  /** The newest status of the job, as soon as it is as wanted. */
  async until(jobId: string, isWanted: (status: JobStatus) => boolean): Promise<JobStatus> {
    for (;;) {
      const last = this.last(jobId)
      if (last !== undefined && isWanted(last)) return last
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}

/** SHA-256 over the numbers of a job's result. */
export async function digestOf(service: ServiceHandle, jobId: string): Promise<string> {
  const { sides } = await service.call('attribution/result', { jobId })
  const hash = createHash('sha256')
  for (const { importance } of sides) hash.update(importance)
  return hash.digest('hex')
}
