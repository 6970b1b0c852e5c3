import type { JobSpec } from '../contract.ts'
import type { Job } from '../job.ts'
import { AnnotationJob } from './annotation-job.ts'
import { AttributionJob } from './attribution-job.ts'
import { ConceptsJob } from './concepts-job.ts'
import { GenerationJob } from './generation-job.ts'

/** The job of a specification; nothing is opened before its first unit. */
export async function createJob(spec: JobSpec): Promise<Job> {
  switch (spec.kind) {
    case 'annotation':
      return new AnnotationJob(spec.request)
    case 'attribution':
      return new AttributionJob(spec.request)
    case 'concepts':
      return new ConceptsJob(spec.request)
    case 'generation':
      return new GenerationJob(spec.request)
  }
}
