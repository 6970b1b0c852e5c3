import { resolve } from 'node:path'

/**
 * A path as the user typed it, made absolute. npm runs a script in the package's own folder and says
 * in INIT_CWD where the user was.
 */
export function userPath(
  path: string,
  env: NodeJS.ProcessEnv = process.env,
  workingFolder: string = process.cwd()
): string {
  const isThroughNpm = /^(shiftlens|start)$/.test(env['npm_lifecycle_event'] ?? '')
  return resolve((isThroughNpm && env['INIT_CWD']) || workingFolder, path)
}
