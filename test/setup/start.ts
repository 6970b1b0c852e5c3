/**
 * `npm start`: the main job on the bundled pair. Prints the comparison; where there is a display, builds
 * the program and opens its window on the same pair. Without a display, or an Electron, it ends there.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findElectron } from './electron-dist.ts'
import { packagedExecutable } from './packaged-executable.ts'

const root = join(import.meta.dirname, '../..')
const sample = join(root, 'resources/sample')

const code = await startProgram(
  process.execPath,
  [join(root, 'main/cli/index.ts'), 'sample'],
  'inherit'
)
// 3: computed while the app holds the library, which is no reason to stop.
if (code !== 0 && code !== 3) process.exit(code)
if (!hasDisplay()) {
  console.error('no display: the window stays closed')
  process.exit(code)
}
try {
  await openWindow()
} catch (error) {
  console.error(
    `the window stays closed: ${error instanceof Error ? error.message : String(error)}`
  )
}
process.exit(code)

/** Builds the program and opens it on the sample; ends when the window is closed. */
async function openWindow(): Promise<void> {
  fetchElectron()
  const { isTestTool } = findElectron(root)
  console.error('building the window')
  await run('node_modules/electron-vite/bin/electron-vite.js', 'build')
  await run('test/setup/write-licences.ts')
  const folders = [join(sample, 'base'), join(sample, 'tuned')]
  if (!isTestTool) return run('test/setup/start-app.ts', ...folders)
  // The stand-in opens packaged programs only, and its own Node is too old for the store.
  await run('test/setup/package-app.ts')
  const isRoot = process.getuid?.() === 0
  const switches = ['--shiftlens-test', ...(isRoot ? ['--no-sandbox'] : [])]
  const status = await startProgram(
    packagedExecutable(root),
    [...switches, ...folders],
    'inherit',
    {
      SHIFTLENS_NODE: process.execPath
    }
  )
  if (status !== 0) throw new Error(`the program ended with status ${status}`)
}

/** Linux says where its display is; the other two have one. */
function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/** The electron package's own download, once; where it fails, start-app looks for another. */
function fetchElectron(): void {
  const folder = join(root, 'node_modules/electron')
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] || existsSync(join(folder, 'dist/version'))) return
  console.error('fetching Electron for the window')
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 300_000 })
}

/** Runs a step in this Node; only its failure is told. */
async function run(program: string, ...words: readonly string[]): Promise<void> {
  const isShown = program.endsWith('start-app.ts')
  const args = [join(root, program), ...words]
  const status = await startProgram(process.execPath, args, isShown ? 'inherit' : 'ignore')
  if (status !== 0) throw new Error(`${program} ended with status ${status}`)
}

function startProgram(
  file: string,
  args: readonly string[],
  stdio: 'inherit' | 'ignore',
  extra: Readonly<Record<string, string>> = {}
): Promise<number> {
  const child = spawn(file, [...args], { cwd: root, stdio, env: { ...process.env, ...extra } })
  // A Ctrl+C reaches the child as well, which says what it means.
  const ignore = (): void => undefined
  process.on('SIGINT', ignore)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (status) => {
      process.off('SIGINT', ignore)
      resolve(status ?? 1)
    })
  })
}
