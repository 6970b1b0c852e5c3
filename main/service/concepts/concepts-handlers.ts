import type { PartSource } from '../../../preload/data.ts'
import type { Desk } from '../desk.ts'
import type { HandlersOf } from '../handlers-of.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { StoreAccess } from '../store-access.ts'
import { layerSource } from '../layers/layer-source.ts'
import { resultOfJob } from '../layers/result-of-job.ts'
import { withoutDirections } from './without-directions.ts'
import { WordSearch } from './word-search.ts'

export interface ConceptsParts {
  readonly queue: JobQueue
  readonly desk: Desk
  readonly store: StoreAccess
  readonly changed: (resultId: string) => void
}

/** What the service answers about feed-forward concepts. */
export function conceptsHandlers({
  queue,
  desk,
  store,
  changed
}: ConceptsParts): HandlersOf<
  | 'concepts/plan'
  | 'concepts/start'
  | 'concepts/unfinished'
  | 'concepts/result'
  | 'concepts/layer'
  | 'concepts/find-words'
  | 'concepts/labels'
  | 'concepts/set-label'
> {
  const search = new WordSearch()
  const layersOf = (source: PartSource) => layerSource('concepts', source, { queue, store })
  return {
    'concepts/plan': (request) => desk.ask('concepts/plan', request),
    'concepts/start': (request) => queue.start({ kind: 'concepts', request }),
    'concepts/unfinished': (request) => queue.unfinished({ kind: 'concepts', request }),
    'concepts/result': ({ jobId }) => resultOfJob(queue.get(jobId), 'concepts'),
    'concepts/layer'({ source, layer, withDirections }) {
      const found = layersOf(source).read(layer)
      return found === null || withDirections ? found : withoutDirections(found)
    },
    'concepts/find-words': ({ source, words }) => search.find(layersOf(source), words),
    'concepts/labels': ({ resultId }) => store.reading().labels.list(resultId),
    'concepts/set-label'({ resultId, ...label }) {
      store.writing().labels.set(resultId, label)
      changed(resultId)
      return null
    }
  }
}
