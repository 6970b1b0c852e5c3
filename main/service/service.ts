import type { PartialResult } from '../../preload/data.ts'
import { AppError } from '../errors.ts'
import type { Channel } from '../processes/channel.ts'
import { emitter, serve } from '../processes/rpc.ts'
import type { WorkerLauncher } from '../processes/worker-launcher.ts'
import type { JobSpec } from '../worker/contract.ts'
import { annotationHandlers } from './annotation/annotation-handlers.ts'
import { conceptsHandlers } from './concepts/concepts-handlers.ts'
import type { ServiceCalls, ServiceEvents, WorkerStatus } from './contract.ts'
import { Desk } from './desk.ts'
import type { HandlersOf } from './handlers-of.ts'
import { headsHandlers } from './heads/heads-handlers.ts'
import { JobQueue } from './jobs/job-queue.ts'
import type { JobStore } from './jobs/job-store.ts'
import type { LiveJob } from './jobs/live-job.ts'
import { PartialRecords } from './jobs/partial-records.ts'
import { writeRecord } from './result-files.ts'
import type { StoreAccess } from './store-access.ts'
import { studyHandlers } from './studies/study-handlers.ts'

export interface ServiceParts {
  readonly channel: Channel
  readonly launcher: WorkerLauncher
  readonly store: StoreAccess
}

/** The service on a channel. `close` ends it at once; what runs can be resumed later. */
export function runServiceOn({ channel, launcher, store }: ServiceParts): { close(): void } {
  const emit = emitter<ServiceEvents>(channel)
  const started = new Date(Date.now() - performance.now()).toISOString()
  const queue = new JobQueue({
    launch: () => launcher.launch('jobs'),
    storeOf: (kind) => storeOf(kind, store),
    emit,
    owner: { pid: process.pid, started }
  })
  const desk = new Desk(
    () => launcher.launch('desk'),
    () => (store.problem === null ? store.analyses() : store.generations).fingerprints
  )
  if (store.problem === null) queue.adopt(store.writing().jobs.list(), store.analyses())
  const partials = new PartialRecords(desk)
  const changed = (resultId: string | null): void => emit('library/changed', { resultId })

  serve<ServiceCalls>(channel, {
    ...deskHandlers(desk),
    ...jobHandlers(queue, partials),
    ...conceptsHandlers({ queue, desk, store, changed }),
    ...headsHandlers({ queue, store }, desk),
    ...annotationHandlers(queue, store),
    ...studyHandlers({ queue, desk, store, partials, changed }),
    ...libraryHandlers(store, changed),
    'service/status': () => ({
      storeProblem: store.problem,
      versions: versions(),
      workers: [workerStatus('jobs', queue), workerStatus('desk', desk)]
    })
  })

  return {
    close() {
      queue.close()
      desk.worker.close()
      store.close()
    }
  }
}

/** Generations are no results, and labels belong to a stored one. */
function storeOf(kind: JobSpec['kind'], store: StoreAccess): JobStore {
  switch (kind) {
    case 'generation':
      return store.generations
    case 'annotation':
      return store.additions()
    case 'attribution':
    case 'concepts':
    case 'heads':
    case 'attention':
    case 'study':
    case 'study-import':
      return store.analyses()
  }
}

function deskHandlers(
  desk: Desk
): HandlersOf<
  'device/list' | 'device/test' | 'checkpoint/describe' | 'text/tokenize' | 'attribution/plan'
> {
  return {
    'device/list': (request) => desk.ask('device/list', request),
    'device/test': (request) => desk.ask('device/test', request),
    'checkpoint/describe': (request) => desk.ask('checkpoint/describe', request),
    'text/tokenize': (request) => desk.ask('text/tokenize', request),
    'attribution/plan': (request) => desk.ask('attribution/plan', request)
  }
}

function jobHandlers(
  queue: JobQueue,
  partials: PartialRecords
): HandlersOf<
  | Extract<keyof ServiceCalls, `attribution/${'start' | 'unfinished' | 'result'}`>
  | Extract<keyof ServiceCalls, `generation/${string}` | `job/${string}`>
> {
  return {
    'attribution/start': (request) => queue.start({ kind: 'attribution', request }),
    'attribution/unfinished': (request) => queue.unfinished({ kind: 'attribution', request }),
    'generation/start': (request) => queue.start({ kind: 'generation', request }),
    'job/list': () => queue.list(),
    'job/pause': ({ jobId }) => done(queue.pause(jobId)),
    'job/resume': ({ jobId }) => done(queue.resume(jobId)),
    'job/cancel': ({ jobId }) => done(queue.cancel(jobId)),
    'job/discard': ({ jobId }) => done(queue.discard(jobId)),
    'job/partial': ({ jobId }) => partialResult(queue.get(jobId), partials),
    'attribution/result'({ jobId }) {
      const { row, store } = queue.get(jobId)
      const any = row.resultId === null ? null : store.results.record(row.resultId)
      if (any?.kind === 'attribution') return any.record
      const found = any === null ? row.state : `of ${any.kind}`
      throw new AppError('request/invalid', `job "${jobId}": is ${found}, expected an attribution`)
    },
    'generation/result': ({ jobId }) => queue.generated(jobId)
  }
}

async function partialResult(
  job: LiveJob,
  partials: PartialRecords
): Promise<PartialResult | null> {
  const { jobId, row } = job
  const { spec, state } = row
  if (spec.kind === 'generation' || spec.kind === 'annotation' || state === 'done') return null
  const partial = await partials.of(job)
  return partial === null ? null : { jobId, ...partial }
}

function libraryHandlers(
  store: StoreAccess,
  changed: (resultId: string | null) => void
): HandlersOf<Extract<keyof ServiceCalls, `library/${string}` | `result/${string}`>> {
  return {
    'library/list': (query) => store.reading().results.list(query),
    'result/open': ({ resultId }) => store.reading().results.open(resultId),
    'result/rename'({ resultId, title }) {
      store.writing().results.rename(resultId, title)
      return done(changed(resultId))
    },
    'result/annotate'({ resultId, note, tags }) {
      store.writing().results.annotate(resultId, { note, tags })
      return done(changed(resultId))
    },
    'result/delete'({ resultId }) {
      store.writing().results.delete(resultId)
      return done(changed(resultId))
    },
    'result/restore'({ resultId }) {
      store.writing().results.restore(resultId)
      return done(changed(resultId))
    },
    async 'result/export'({ resultId, format, path }) {
      if (format === 'shiftlens') await store.reading().exportResult(resultId, path)
      else await writeRecord(store.reading(), resultId, format, path)
      return null
    },
    'result/import'({ path }) {
      const resultId = store.writing().importResult(path)
      changed(resultId)
      return { resultId }
    }
  }
}

/** Calls without an answer reply null. */
function done(_: void): null {
  return null
}

function workerStatus(role: WorkerStatus['role'], { worker }: JobQueue | Desk): WorkerStatus {
  const residentBytes = worker.attached?.residentBytes ?? null
  return { role, pid: worker.pid, isBusy: worker.isBusy, residentBytes }
}

function versions(): Record<string, string> {
  const { node, v8, electron } = process.versions
  return { node, v8: v8 ?? '', ...(electron !== undefined && { electron }) }
}
