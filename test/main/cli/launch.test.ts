import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { appVersion } from '../../../main/version.ts'
import { startCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** A Node on this machine that is too old to run the program itself. */
function oldNode(): string | undefined {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter((file) => existsSync(file))
    .find((file) => Number.parseInt(execFileSync(file, ['-v'], { encoding: 'utf8' }).slice(1)) < 24)
}

const old = oldNode()

it('runs in a Node that can', async () => {
  const { code, stdout } = await startCommand(temporaryFolder(), ['--version']).ended
  expect([code, stdout]).toEqual([0, `${appVersion}\n`])
})

it.skipIf(old === undefined)('hands over from an older Node, exit code and all', async () => {
  const run = (...words: readonly string[]) =>
    startCommand(temporaryFolder(), words, { node: old! }).ended
  const [version, wrong] = await Promise.all([run('--version'), run('explain')])
  expect([version.code, version.stdout]).toEqual([0, `${appVersion}\n`])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain("unknown command 'explain'")
})

it('takes its words through npm as they were typed, and paths from where the user is', async () => {
  const folder = temporaryFolder()
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['run', '--silent', '--prefix', process.cwd(), 'shiftlens', '--']
  const words = ['inspect', '--model', join(process.cwd(), 'resources/sample/base')]
  execFileSync(npm, [...args, ...words, '--json', 'a b.json'], {
    cwd: folder,
    stdio: 'pipe',
    // As from a shell: the npm that runs these tests has its own words for where it was started.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name))
    ),
    shell: process.platform === 'win32'
  })
  expect(existsSync(join(folder, 'a b.json'))).toBe(true)
})
