/**
 * `npm start`: the main job on the bundled pair. Prints the comparison; where there is a display, builds
 * the program and opens its window on the same pair. Without a display, or an Electron, it ends there.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const sample = join(root, 'resources/sample')

const code = await runNode('inherit', join(root, 'main/cli/index.ts'), 'sample')
// 3: computed while the app holds the library, which is no reason to stop.
if (code !== 0 && code !== 3) process.exit(code)
if (!hasDisplay()) {
  console.error('no display: the window stays closed')
  process.exit(code)
}
fetchElectron()
if ((await build()) !== 0) {
  console.error('the window stays closed: the build failed, see "npm run build"')
  process.exit(code)
}
const opened = await runNode(
  'inherit',
  join(root, 'test/setup/start-app.ts'),
  join(sample, 'base'),
  join(sample, 'tuned')
)
if (opened !== 0) console.error('the window could not be opened; the comparison above is complete')
process.exit(code)

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

async function build(): Promise<number> {
  const steps = [
    'node_modules/electron-vite/bin/electron-vite.js build',
    'test/setup/write-licences.ts'
  ]
  for (const step of steps) {
    const [file = '', ...words] = step.split(' ')
    const status = await runNode('ignore', join(root, file), ...words)
    if (status !== 0) return status
  }
  return 0
}

function runNode(stdio: 'inherit' | 'ignore', ...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio })
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
