/** Entry of the command line. */
import { runCli } from './run-cli.ts'
import { processTerminal } from './terminal.ts'

// A launcher that is killed must not leave a run behind that nobody can see or stop.
if (process.send !== undefined) {
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
}
// A reader that closes early (`| head`) has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await runCli(process.argv.slice(2), processTerminal())
