import type { JobError } from '../../preload/data.ts'
import { AppError, reportError, reviveError } from '../errors.ts'
import type { ErrorReport } from '../errors.ts'
import type { JobStore, ResultReader } from './jobs/job-store.ts'
import { memoryStore } from './jobs/memory-store.ts'
import { acquireStore } from './lock.ts'
import type { Program, StoreLock } from './lock.ts'
import { openStore } from './store/store.ts'
import type { Store } from './store/store.ts'

/**
 * `store`: results are kept, or an attribution does not start. `store-or-memory`: where the store cannot
 * be written, for example because the app holds it, runs are computed in memory. `memory`: no store.
 */
export type StoreMode = 'store' | 'store-or-memory' | 'memory'

/** What the service has of a store. */
export interface StoreAccess {
  /** Why the store cannot be written; null when it can. */
  readonly problem: JobError | null
  /** Throws the problem. */
  readonly writing: () => Store
  /** As `writing`, or the store of another owner, to look at only. */
  readonly reading: () => Store
  /** Where analyses are kept; throws the problem in mode `store`. */
  readonly analyses: () => JobStore
  /** Where what is added to stored results is kept: the database and nothing else. Throws the problem. */
  readonly additions: () => JobStore
  /** Where a result lies: it may be in memory only. */
  readonly resultsWith: (resultId: string) => ResultReader
  /** Where generations are kept: they are no results. */
  readonly generations: JobStore
  close(): void
}

export interface StoreChoice {
  readonly home: string
  readonly mode: StoreMode
  /** Whose service this is; shown to whoever finds the store taken. */
  readonly program: Program
  /** Takes notes of damage that was found and dropped. */
  readonly onProblem: (problem: string) => void
}

/** Opens the store of a folder as far as possible; never throws. */
export function openStoreAccess(choice: StoreChoice): StoreAccess {
  const { home, mode, onProblem } = choice
  const memory = memoryStore()
  const { writing, lock, problem } = mode === 'memory' ? withoutStore() : tryOpen(choice)
  let reading: Store | null = writing

  const throwProblem = (): never => {
    throw problem === null ? new AppError('internal', 'no store') : reviveError(problem)
  }
  const read = (): Store => {
    if (reading !== null) return reading
    if (mode === 'memory') return throwProblem()
    reading = openStore(home, { readOnly: true, onProblem })
    return reading
  }
  return {
    problem: problem === null ? null : jobError(problem),
    writing: () => writing ?? throwProblem(),
    reading: read,
    analyses() {
      if (writing !== null) return writing
      return mode === 'store' ? throwProblem() : memory
    },
    additions: () => writing ?? throwProblem(),
    resultsWith: (resultId) => (memory.holds(resultId) ? memory.results : read().results),
    generations: memory,
    close() {
      reading?.close()
      lock?.release()
    }
  }
}

interface Opened {
  readonly writing: Store | null
  readonly lock: StoreLock | null
  readonly problem: ErrorReport | null
}

function tryOpen({ home, program, onProblem }: StoreChoice): Opened {
  let lock: StoreLock | null = null
  try {
    lock = acquireStore(home, program)
    return { writing: openStore(home, { onProblem }), lock, problem: null }
  } catch (thrown) {
    // A store that cannot be opened is of no use to this process; another version may want it.
    lock?.release()
    return { writing: null, lock: null, problem: reportError(thrown) }
  }
}

function withoutStore(): Opened {
  const message = 'this service keeps nothing: it was started to compute only'
  return { writing: null, lock: null, problem: { code: 'store/unavailable', message } }
}

function jobError({ code, message, hint }: ErrorReport): JobError {
  return { code, message, ...(hint !== undefined && { hint }) }
}
