import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** A name space of its own without any interface but the loopback, which is down. */
const canIsolate = spawnSync('unshare', ['--net', 'true']).status === 0

it.skipIf(!canIsolate)(
  'attributes without a network (skipped where "unshare --net" is not allowed)',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'shiftlens-offline-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    const json = join(home, 'out.json')
    const words = ['main/cli/index.ts', 'sample', '--json', json]
    const run = spawnSync('unshare', ['--net', process.execPath, ...words], {
      cwd: root,
      env: { ...process.env, SHIFTLENS_HOME: home },
      encoding: 'utf8'
    })
    expect(run.stderr).not.toContain('Error')
    expect(run.status).toBe(0)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      models: [{ role: 'base' }, { role: 'tuned' }]
    })
  }
)
