import type { ChildHandle } from './child-handle.ts'
import { forkChild } from './child-process.ts'

/** `jobs` runs one long job at a time and may block; `desk` answers the short questions meanwhile. */
export type WorkerRole = 'jobs' | 'desk'

export interface WorkerLauncher {
  launch(role: WorkerRole): Promise<ChildHandle>
}

/** MiB of JavaScript heap; weights and activations live in native memory beside it. */
export const workerHeapLimitMb = 4_096

/** Starts workers as child processes of this one, with the Node that runs this one. */
export function forkingLauncher(options: {
  readonly program: string
  readonly execPath: string
  readonly env: Readonly<Record<string, string>>
  readonly onOutput: (text: string) => void
}): WorkerLauncher {
  return {
    launch: async (role) =>
      forkChild({ ...options, args: ['--role', role], heapLimitMb: workerHeapLimitMb })
  }
}
