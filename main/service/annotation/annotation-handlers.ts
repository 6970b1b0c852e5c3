import { checkEndpointUrl } from '../../../preload/analysis/concepts/endpoint-url.ts'
import { annotationGroups } from '../../analyses/labels/llm/annotation-units.ts'
import { AppError } from '../../errors.ts'
import type { HandlersOf } from '../handlers-of.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { StoreAccess } from '../store-access.ts'
import { requireLayered } from '../store/records/layer-kinds.ts'
import { annotationPlan } from './annotation-plan.ts'

/** Has language models label what the library holds. */
export function annotationHandlers(
  queue: JobQueue,
  store: StoreAccess
): HandlersOf<'annotation/plan' | 'annotation/start'> {
  return {
    'annotation/plan'({ resultId, settings }) {
      const { results, answers } = store.reading()
      const { record } = requireLayered(results.record(resultId), 'concepts', `result ${resultId}`)
      const readLayer = (layer: number) => results.layer(resultId, layer, 'concepts')
      return annotationPlan({ record, readLayer, answers }, settings)
    },
    'annotation/start'({ key, ...request }) {
      const { resultId, settings } = request
      const endpoint = checkEndpointUrl(settings.url)
      if (!endpoint.isUsable) throw new AppError('request/invalid', `url: ${endpoint.problem}`)
      const opened = store.writing().results.open(resultId)
      const { record } = requireLayered(opened, 'concepts', `result ${resultId}`)
      if (annotationGroups(record, settings).length === 0) {
        throw new AppError('request/invalid', 'layers: none of those asked for is in the result')
      }
      return queue.start({ kind: 'annotation', request }, { about: opened.row.title, key })
    }
  }
}
