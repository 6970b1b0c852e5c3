/**
 * `node main/cli/launch.mjs PROGRAM WORDS…`: runs one of our TypeScript programs with a Node that can,
 * whatever Node started this. Plain JavaScript, since an older one must read it.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldestMajor = 24
const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const [program, ...words] = process.argv.slice(2)

if (program === undefined) {
  console.error('launch: no program named')
  process.exitCode = 2
} else if (Number.parseInt(process.versions.node, 10) >= oldestMajor) {
  process.argv.splice(1, 2, resolve(root, program))
  await import(pathToFileURL(resolve(root, program)).href)
} else {
  const node = bundledNode()
  if (existsSync(node)) hand(node, program)
  else {
    console.error(
      `shiftlens: Node ${process.versions.node} is too old, expected ${oldestMajor} or newer\n` +
        '  "npm ci" brings one on Linux and Windows; on macOS install it from nodejs.org.'
    )
    process.exitCode = 1
  }
}

/** The Node that npm installed for this machine as a package. */
function bundledNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  return join(root, 'node_modules', `node-${system}-${process.arch}`, 'bin', file)
}

/** Lets it do the work and ends as it ends. */
function hand(node, file) {
  const child = spawn(node, [resolve(root, file), ...words], {
    // The line between the two tells it when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc']
  })
  // It decides what a Ctrl+C means; one that comes twice is told from one that is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.once('error', (error) => {
    console.error(`shiftlens: ${node}: ${error.message}`)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
