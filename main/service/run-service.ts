import { connectToParent } from '../processes/connect-to-parent.ts'
import { allowedEnvironment } from '../processes/environment.ts'
import { launcherThroughMain } from '../processes/launcher-through-main.ts'
import { forkingLauncher } from '../processes/worker-launcher.ts'
import { fromArgv } from './arguments.ts'
import { runServiceOn } from './service.ts'
import { openStoreAccess } from './store-access.ts'

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
