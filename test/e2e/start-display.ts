import { spawn } from 'node:child_process'

/**
 * A virtual display for the windows, on Linux, whether or not there is a real one: the pictures must not
 * depend on a screen. Where XVFB=off is set, the real one is used.
 */
export default async function startDisplay(): Promise<(() => void) | undefined> {
  if (process.platform !== 'linux' || process.env['XVFB'] === 'off') return undefined
  // Without -noreset the server starts anew when the first program has left, and no second one gets in.
  const server = spawn(
    'Xvfb',
    [
      '-displayfd',
      '1',
      '-noreset',
      '-screen',
      '0',
      process.env['XVFB_SCREEN'] ?? '1600x1000x24',
      '-nolisten',
      'tcp'
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] }
  )
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)))
    server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  process.env['DISPLAY'] = `:${number}`
  return () => void server.kill()
}
