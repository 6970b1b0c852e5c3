import { createJob } from '../../main/worker/jobs/create-job.ts'
import type { JobResult, JobSpec, UnitResult } from '../../main/worker/contract.ts'
import { idleContext } from './idle-needs.ts'

/** Runs a job to its end in this process, without service or store. */
export async function runJob(
  spec: JobSpec,
  done = new Map<string, UnitResult>(),
  signal = new AbortController().signal
): Promise<JobResult> {
  const context = { ...idleContext, signal }
  const job = await createJob(spec)
  try {
    for (let unit = job.next(done); unit; unit = job.next(done)) {
      done.set(unit.unitId, await job.run(unit, done, context))
    }
    return job.finish(done)
  } finally {
    await job.close()
  }
}
