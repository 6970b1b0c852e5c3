/**
 * Makes the unpacked application in dist/: the built program in the Electron at hand, without an archive
 * and with default fuses, which the end-to-end tests need. `npm run release` makes what is shipped.
 */
import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, Platform } from 'electron-builder'
import { findElectron } from './electron-dist.ts'
import { packagedExecutable } from './packaged-executable.ts'

const root = join(import.meta.dirname, '../..')
const electron = findElectron(root)
const executable = packagedExecutable(root)
// Signing needs a certificate that only a release has.
process.env['CSC_IDENTITY_AUTO_DISCOVERY'] = 'false'

rmSync(dirname(executable), { recursive: true, force: true })
await build({
  projectDir: root,
  targets: Platform.current().createTarget('dir'),
  publish: 'never',
  config: {
    extends: join(root, 'electron-builder.yml'),
    electronDist: electron.folder,
    electronVersion: electron.version,
    asar: false,
    asarUnpack: null,
    electronFuses: null
  }
})
if (!existsSync(executable)) throw new Error(`${executable}: missing after packaging`)
console.log(`packaged with Electron ${electron.version}: ${executable}`)
