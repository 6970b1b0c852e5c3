/**
 * `npm test`: everything, on a fresh machine too. Installs system packages where it may, then lint and type
 * checks, unit tests, the packaged application, end-to-end tests in its window. The very last line is
 * `N passed, N failed, N skipped`; lint, types and packaging count as one each.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installMissingPackages, swiftShaderIcd } from './system-packages.ts'
import { readVitestReport } from './vitest-report.ts'
import type { Tally } from './vitest-report.ts'

const root = join(import.meta.dirname, '../..')
const reports = join(root, '.cache/reports')
const oldestNodeMajor = 24

const nodeMajor = Number.parseInt(process.versions.node, 10)
if (nodeMajor < oldestNodeMajor) {
  console.error(
    `Node ${process.versions.node}: the tests need ${oldestNodeMajor} or newer; "npm ci" brings it on Linux and Windows`
  )
  finish([{ nPassed: 0, failed: [`Node ${process.versions.node} is too old`], skipped: [] }])
}

const missing = installMissingPackages()
if (missing.length > 0) {
  console.error(`missing system packages: apt-get install ${missing.join(' ')}`)
}
mkdirSync(reports, { recursive: true })

const tallies: Tally[] = []
tallies.push(
  ...(await Promise.all([
    check('lint', ['eslint/bin/eslint.js', '.']),
    check('types', ['typescript/bin/tsc', '-p', '.']),
    check('types of components', [
      'svelte-check/bin/svelte-check',
      '--tsconfig',
      './tsconfig.json',
      '--threshold',
      'error'
    ])
  ]))
)
tallies.push(await vitest('unit', 'vitest.config.ts'))
const packaged = await check('package', null)
tallies.push(packaged)
tallies.push(
  packaged.failed.length === 0
    ? await vitest('e2e', 'vitest.e2e.config.ts')
    : { nPassed: 0, failed: ['end-to-end tests: no packaged application'], skipped: [] }
)
finish(tallies)

/** A tool of node_modules that passes or fails as a whole; null builds and packages. */
async function check(name: string, tool: readonly [string, ...string[]] | null): Promise<Tally> {
  console.log(`== ${name}`)
  const steps =
    tool === null
      ? [
          [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'],
          [join(root, 'test/setup/write-licences.ts')],
          [join(root, 'test/setup/package-app.ts')]
        ]
      : [[join(root, 'node_modules', tool[0]), ...tool.slice(1)]]
  for (const step of steps) {
    const status = await runNode(step)
    if (status !== 0) return { nPassed: 0, failed: [`${name}: status ${status}`], skipped: [] }
  }
  return { nPassed: 1, failed: [], skipped: [] }
}

async function vitest(stage: string, config: string): Promise<Tally> {
  console.log(`== ${stage} tests`)
  const report = join(reports, `${stage}.json`)
  rmSync(report, { force: true })
  const status = await runNode([
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    config,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`
  ])
  return readVitestReport(report, stage, status)
}

function runNode(args: readonly string[]): Promise<number | null> {
  const env = { ...process.env, CI: '1' }
  if (existsSync(swiftShaderIcd)) Object.assign(env, { VK_ICD_FILENAMES: swiftShaderIcd })
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: root, stdio: 'inherit', env })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code))
  })
}

function finish(results: readonly Tally[]): never {
  const nPassed = results.reduce((sum, tally) => sum + tally.nPassed, 0)
  const failed = results.flatMap((tally) => tally.failed)
  const skipped = results.flatMap((tally) => tally.skipped)
  for (const name of skipped) console.log(`skipped: ${name}`)
  for (const name of failed) console.log(`failed: ${name}`)
  console.log(`${nPassed} passed, ${failed.length} failed, ${skipped.length} skipped`)
  process.exit(failed.length === 0 ? 0 : 1)
}
