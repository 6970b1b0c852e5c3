import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder of the store: `$SHIFTLENS_HOME`, else the user's data folder of the system.
 *
 * @param platform  as `process.platform` names it
 */
export function storeHome(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  userHome: string = homedir()
): string {
  if (env['SHIFTLENS_HOME']) return resolve(env['SHIFTLENS_HOME'])
  switch (platform) {
    case 'darwin':
      return join(userHome, 'Library', 'Application Support', 'Shiftlens')
    case 'win32':
      return join(env['APPDATA'] || join(userHome, 'AppData', 'Roaming'), 'Shiftlens')
    default:
      return join(env['XDG_DATA_HOME'] || join(userHome, '.local', 'share'), 'shiftlens')
  }
}
