import { onTestFinished } from 'vitest'
import { openStore, type Store } from '../../../../main/service/store/store.ts'
import type { JobSpec } from '../../../../main/worker/contract.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

export interface TestStore {
  readonly home: string
  readonly store: Store
  readonly problems: readonly string[]
}

/** A store in a new folder, or in one that was used before; closed with the test. */
export function testStore(home = temporaryFolder()): TestStore {
  const problems: string[] = []
  const store = openStore(home, { onProblem: (problem) => problems.push(problem) })
  onTestFinished(() => store.close())
  return { home, store, problems }
}

/** The smallest job there is. */
export const spec: JobSpec = {
  kind: 'generation',
  request: {
    folder: '/models/tiny',
    role: 'base',
    prompt: 'Hello',
    useChatTemplate: false,
    nTokensLimit: 4,
    device: 'cpu',
    nThreads: 1
  }
}

/** Inserts a queued job. */
export function addJob(store: Store, jobId: string): void {
  store.jobs.insert({ jobId, spec, title: `Job ${jobId}` })
}
