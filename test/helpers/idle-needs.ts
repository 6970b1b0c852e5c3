/** What a worker may ask for, answered by a service that knows nothing. */
import type { Handlers } from '../../main/processes/rpc.ts'
import type { WorkerNeeds } from '../../main/worker/contract.ts'
import type { UnitContext } from '../../main/worker/job.ts'

export const idleNeeds: Handlers<WorkerNeeds> = {
  'unit/commit': () => null,
  'fingerprint/lookup': () => null,
  'fingerprint/remember': () => null,
  'result/find': () => null,
  'concepts/record': ({ resultId }) => unknown(resultId),
  'concepts/layer': ({ resultId }) => unknown(resultId),
  'study/record': ({ resultId }) => unknown(resultId),
  'study/part': ({ resultId }) => unknown(resultId),
  'answer/lookup': () => null,
  'answer/remember': () => null,
  'endpoint/key': () => null
}

/** The same, as a unit sees it. */
export const idleContext: UnitContext = {
  signal: new AbortController().signal,
  report: () => undefined,
  writeText: () => undefined,
  lookUpFingerprint: async () => null,
  rememberFingerprint: async () => undefined,
  readConcepts: async (resultId) => unknown(resultId),
  readConceptsLayer: async (resultId) => unknown(resultId),
  readStudy: async (resultId) => unknown(resultId),
  readStudyPart: async (resultId) => unknown(resultId),
  lookUpAnswer: async () => null,
  rememberAnswer: async () => undefined,
  endpointKey: async () => null
}

function unknown(resultId: string): never {
  throw new Error(`result ${resultId} was asked for, and none is stored`)
}
