import { checkEndpointUrl } from '../../../preload/analysis/concepts/endpoint-url.ts'
import { AppError } from '../../errors.ts'
import { conceptsRecord } from '../concepts/layer-source.ts'
import type { AnnotationRequest } from '../contract.ts'
import type { HandlersOf } from '../handlers-of.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { Store } from '../store/store.ts'
import type { StoreAccess } from '../store-access.ts'
import { annotationPlan } from './annotation-plan.ts'

/** Has language models label what the library holds. */
export function annotationHandlers(
  queue: JobQueue,
  store: StoreAccess
): HandlersOf<'annotation/plan' | 'annotation/start'> {
  const planOf = (from: Store, { resultId, settings }: AnnotationRequest) =>
    annotationPlan(conceptsRecord(from.results.record(resultId)), settings, (layer) =>
      from.results.layer(resultId, layer)
    )
  return {
    'annotation/plan': (request) => planOf(store.reading(), request),
    'annotation/start'({ key, ...request }) {
      const endpoint = checkEndpointUrl(request.settings.url)
      if (!endpoint.isUsable) throw new AppError('request/invalid', endpoint.problem)
      const from = store.writing()
      if (planOf(from, request).nConcepts === 0) {
        throw new AppError('request/invalid', 'the layers that are asked for are not in the result')
      }
      const about = from.results.open(request.resultId).row.title
      return queue.start({ kind: 'annotation', request }, { about, key })
    }
  }
}
