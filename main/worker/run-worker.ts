import { connectToParent } from '../processes/connect-to-parent.ts'
import { serveWorker } from './serve.ts'

/** The whole life of a worker process: serves until the service is gone. */
export async function runWorker(parts: Parameters<typeof serveWorker>[1]): Promise<void> {
  // Ctrl-C on a terminal reaches every process of the group; what it means is the command line's to say.
  process.on('SIGINT', () => undefined)
  const { channel } = await connectToParent()
  channel.onClose(() => process.exit(0))
  serveWorker(channel, parts)
}
