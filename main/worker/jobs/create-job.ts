import type { JobSpec } from '../contract.ts'
import type { Job } from '../job.ts'
import { AnnotationJob } from './annotation-job.ts'
import { attentionAnalysis } from './attention-analysis.ts'
import { AttributionJob } from './attribution-job.ts'
import { conceptsAnalysis } from './concepts-analysis.ts'
import { GenerationJob } from './generation-job.ts'
import { headsAnalysis } from './heads-analysis.ts'
import { LayerJob } from './layer-job.ts'
import { RecordedStudyJob } from './studies/recorded-study-job.ts'
import { StudyJob } from './studies/study-job.ts'

/** The job of a specification; nothing is opened before its first unit. */
export async function createJob(spec: JobSpec): Promise<Job> {
  switch (spec.kind) {
    case 'annotation':
      return new AnnotationJob(spec.request)
    case 'attribution':
      return new AttributionJob(spec.request)
    case 'concepts':
      return new LayerJob(spec.request, conceptsAnalysis(spec.request))
    case 'attention':
      return new LayerJob(spec.request, attentionAnalysis(spec.request))
    case 'heads':
      return new LayerJob(spec.request, headsAnalysis(spec.request))
    case 'generation':
      return new GenerationJob(spec.request)
    case 'study':
      return new StudyJob(spec.request)
    case 'study-import':
      return new RecordedStudyJob(spec.request)
  }
}
