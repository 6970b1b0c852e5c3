/**
 * What a service is started with. Apart from the service itself, so that main can start one without
 * loading the store.
 */
import { parseArgs } from 'node:util'
import type { Program } from './lock.ts'
import type { StoreMode } from './store-access.ts'

/** One list for those who start it and for itself. */
export interface ServiceArguments {
  /** Folder of the store. */
  readonly home: string
  readonly mode: StoreMode
  readonly program: Program
  /** The worker's program; unused where main starts the workers. */
  readonly workerProgram: string
}

export function toArgv({ home, mode, program, workerProgram }: ServiceArguments): string[] {
  return ['--home', home, '--mode', mode, '--for', program, '--worker', workerProgram]
}

export function fromArgv(argv: readonly string[]): ServiceArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      home: { type: 'string' },
      mode: { type: 'string' },
      for: { type: 'string' },
      worker: { type: 'string' }
    }
  })
  const { home, mode, for: program, worker } = values
  const isComplete = home !== undefined && worker !== undefined
  if (!isComplete || !isStoreMode(mode) || (program !== 'app' && program !== 'cli')) {
    throw new Error(`service: got ${argv.join(' ')}, expected --home, --mode, --for and --worker`)
  }
  return { home, mode, program, workerProgram: worker }
}

function isStoreMode(mode: string | undefined): mode is StoreMode {
  return mode === 'store' || mode === 'store-or-memory' || mode === 'memory'
}
