import { AppError } from '../../errors.ts'
import type { Handlers } from '../../processes/rpc.ts'
import type { WorkerNeeds } from '../../worker/contract.ts'
import { withoutDirections } from '../concepts/without-directions.ts'
import { requireLayered } from '../store/records/layer-kinds.ts'
import { soundCasePart } from '../studies/sound-case-part.ts'
import type { LiveJob } from './live-job.ts'

/**
 * What the worker that runs a job may ask for.
 *
 * @param jobNow   the job that runs; throws when there is none
 * @param keyOf    the secret of a job's endpoint
 */
export function workerNeeds(
  jobNow: () => LiveJob,
  keyOf: (jobId: string) => string | null
): Handlers<WorkerNeeds> {
  /** Only the job that runs may add or ask for what is its own. */
  const itself = (jobId: string, what: string): LiveJob => {
    const job = jobNow()
    if (job.jobId === jobId) return job
    throw new AppError('internal', `${what} of job "${jobId}", expected one of "${job.jobId}"`)
  }
  return {
    'unit/commit': ({ jobId, unit }) => {
      itself(jobId, 'unit').store.units.commit(jobId, unit)
      return null
    },
    'fingerprint/lookup': ({ identity }) => jobNow().store.fingerprints.lookup(identity),
    'fingerprint/remember': ({ identity, fingerprint }) => {
      jobNow().store.fingerprints.remember(identity, fingerprint)
      return null
    },
    'result/find': ({ keyFields }) => jobNow().store.results.find(keyFields),
    'concepts/record': ({ resultId }) =>
      requireLayered(jobNow().store.results.record(resultId), 'concepts', `result ${resultId}`)
        .record,
    'concepts/layer': ({ resultId, layer }) =>
      withoutDirections(jobNow().store.results.layer(resultId, layer, 'concepts')),
    'study/record': ({ resultId }) => jobNow().store.results.study(resultId),
    'study/part': ({ resultId, partId }) => soundCasePart(jobNow().store.results, resultId, partId),
    'answer/lookup': ({ key }) => jobNow().store.answers.lookup(key),
    'answer/remember': ({ key, answer }) => {
      jobNow().store.answers.remember(key, answer)
      return null
    },
    'endpoint/key': ({ jobId }) => keyOf(itself(jobId, 'key').jobId)
  }
}
