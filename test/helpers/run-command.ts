import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ChildEnd } from './run-child.ts'

export const launcher = fileURLToPath(new URL('../../main/cli/launch.mjs', import.meta.url))
const program = 'main/cli/index.ts'

export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<ChildEnd>
}

/** Starts the command line as its own process, with its store in `home`. */
export function startCommand(
  home: string,
  words: readonly string[],
  { node = process.execPath, cwd }: { readonly node?: string; readonly cwd?: string } = {}
): RunningCommand {
  const child = spawn(node, [launcher, program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SHIFTLENS_HOME: home },
    ...(cwd !== undefined && { cwd })
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<ChildEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, ended }
}

/** Runs it to its end. */
export function runCommand(home: string, ...words: readonly string[]): Promise<ChildEnd> {
  return startCommand(home, words).ended
}
