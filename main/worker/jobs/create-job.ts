import type { JobSpec } from '../contract.ts'
import type { Job } from '../job.ts'
import { AttributionJob } from './attribution-job.ts'
import { GenerationJob } from './generation-job.ts'

/** The job of a specification; nothing is opened before its first unit. */
export async function createJob(spec: JobSpec): Promise<Job> {
  switch (spec.kind) {
    case 'attribution':
      return new AttributionJob(spec.request)
    case 'generation':
      return new GenerationJob(spec.request)
  }
}
