import { parseArgs } from 'node:util'
import { connectToParent } from '../processes/connect-to-parent.ts'
import { allowedEnvironment } from '../processes/environment.ts'
import { launcherThroughMain } from '../processes/launcher-through-main.ts'
import { forkingLauncher } from '../processes/worker-launcher.ts'
import type { Program } from './lock.ts'
import { runServiceOn } from './service.ts'
import { openStoreAccess } from './store-access.ts'
import type { StoreMode } from './store-access.ts'

/** What a service is started with; one list for those who start it and for itself. */
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

/** The whole life of a service process: serves until its parent is gone. */
export async function runService(argv: readonly string[]): Promise<void> {
  const { workerProgram, ...choice } = fromArgv(argv)
  // Ctrl-C on a terminal reaches every process of the group; what it means is the command line's to say.
  process.on('SIGINT', () => undefined)
  const { channel, carrier } = await connectToParent()
  const onOutput = (text: string): void => void process.stderr.write(text)
  const store = openStoreAccess({
    ...choice,
    onProblem: (problem) => onOutput(`store: ${problem}\n`)
  })
  const launcher =
    carrier === 'utility-process'
      ? launcherThroughMain(channel)
      : forkingLauncher({
          program: workerProgram,
          execPath: process.execPath,
          env: allowedEnvironment(process.env),
          onOutput
        })
  const service = runServiceOn({ channel, launcher, store })
  const end = (): void => {
    service.close()
    process.exit(0)
  }
  channel.onClose(end)
  process.on('SIGTERM', end)
}

function isStoreMode(mode: string | undefined): mode is StoreMode {
  return mode === 'store' || mode === 'store-or-memory' || mode === 'memory'
}
