/** `npm run dev`: opens the built program in the Electron at hand, with this terminal's words as folders. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron } from './electron-dist.ts'

const root = join(import.meta.dirname, '../..')
const { folder, isTestTool } = findElectron(root)
const program = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron']
  .map((name) => join(folder, name))
  .find((file) => existsSync(file))
if (program === undefined) throw new Error(`${folder}: no Electron program in it`)
// The stand-in's own Node is too old for the store, so service and worker run in this one.
const switches = isTestTool ? ['--shiftlens-test'] : []
if (process.platform === 'linux' && process.getuid?.() === 0)
  switches.push('--shiftlens-test', '--no-sandbox')
const child = spawn(program, [root, ...switches, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...(isTestTool && { SHIFTLENS_NODE: process.execPath }) }
})
child.once('exit', (code) => process.exit(code ?? 1))
