import type { Desk } from '../desk.ts'
import type { HandlersOf } from '../handlers-of.ts'
import { layerSource, type LayerPlaces } from '../layers/layer-source.ts'
import { resultOfJob } from '../layers/result-of-job.ts'

/** What the service answers about attention heads: their relations, and what they do on a prompt. */
export function headsHandlers(
  places: LayerPlaces,
  desk: Desk
): HandlersOf<
  | 'heads/plan'
  | 'heads/start'
  | 'heads/unfinished'
  | 'heads/result'
  | 'heads/layer'
  | 'attention/start'
  | 'attention/layer'
> {
  const { queue } = places
  return {
    'heads/plan': (request) => desk.ask('heads/plan', request),
    'heads/start': (request) => queue.start({ kind: 'heads', request }),
    'heads/unfinished': (request) => queue.unfinished({ kind: 'heads', request }),
    'heads/result': ({ jobId }) => resultOfJob(queue.get(jobId), 'heads'),
    'heads/layer': ({ source, layer }) => layerSource('heads', source, places).read(layer),
    'attention/start': (request) => queue.start({ kind: 'attention', request }),
    'attention/layer': ({ source, layer }) => layerSource('attention', source, places).read(layer)
  }
}
