import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { OpenedCheckpoint } from '../../preload/data.ts'
import { packagedExecutable } from '../setup/packaged-executable.ts'
import { baseEnvironment, launchApp, repository, testSwitches } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

const base = join(repository, 'resources/sample/base')
const tuned = join(repository, 'resources/sample/tuned')

/** Starts a second program on the same store; resolves with its exit code. */
async function startSecond(home: string, ...words: readonly string[]): Promise<number> {
  const child = spawn(packagedExecutable(repository), [...testSwitches(), ...words], {
    cwd: join(repository, 'resources'),
    env: { ...baseEnvironment(), SHIFTLENS_HOME: home },
    stdio: 'ignore'
  })
  const [code] = (await once(child, 'exit')) as [number]
  return code
}

/** From now on collects what arrives; the page's own listeners hear it too. */
async function collectArrivals(launched: LaunchedApp): Promise<() => Promise<readonly string[]>> {
  await launched.page.evaluate(() => {
    const arrived: string[] = []
    Reflect.set(window, 'arrived', arrived)
    window.shiftlens.on('checkpoint/arrived', ({ label }) => arrived.push(label))
    window.shiftlens.on('checkpoint/refused', ({ code }) => arrived.push(code))
  })
  return () => launched.page.evaluate(() => Reflect.get(window, 'arrived') as string[])
}

it('puts the folders of the command line into the pair, and remembers them', async () => {
  const launched = await launchApp({ args: [base, tuned] })
  try {
    await launched.page.getByText('sample/tuned', { exact: true }).waitFor()
    await launched.page.getByText('sample/base', { exact: true }).waitFor()
    const recents = await launched.page.evaluate(() =>
      window.shiftlens.call('checkpoint/recents', {})
    )
    expect(recents).toMatchObject({
      ok: true,
      value: [{ label: 'sample/tuned' }, { label: 'sample/base' }]
    })
    expect(JSON.stringify(recents)).not.toContain(repository)
    await launched.screenshot('arrived')
  } finally {
    await launched.close()
  }
})

it('hands the folders of a second start to the first, which stays the only one', async () => {
  const launched = await launchApp()
  try {
    const arrivals = await collectArrivals(launched)
    expect(await startSecond(launched.home, 'sample/base', 'sample/missing')).toBe(0)
    await expect
      .poll(arrivals, { timeout: 15_000 })
      .toEqual(['sample/base', 'checkpoint/unreadable'])
    expect(launched.app.windows()).toHaveLength(1)
  } finally {
    await launched.close()
  }
})

it('opens the folder of a file that the user hands over', async () => {
  const launched = await launchApp()
  try {
    const arrivals = await collectArrivals(launched)
    await launched.page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'handed-over'
      document.body.append(input)
    })
    // A chosen file is as real as a dropped one, and a test can choose one.
    await launched.page.setInputFiles('#handed-over', join(base, 'config.json'))
    await launched.page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#handed-over')
      window.shiftlens.drop([...(input?.files ?? [])])
    })
    await expect.poll(arrivals, { timeout: 15_000 }).toEqual(['sample/base'])
  } finally {
    await launched.close()
  }
})

it('keeps handles to one start: yesterday’s opens nothing today', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shiftlens-e2e-'))
  try {
    const first = await launchApp({ home })
    const opened = await first.page
      .evaluate(() => window.shiftlens.call('sample/open', {}))
      .finally(() => first.close())
    const handle: OpenedCheckpoint['handle'] = opened.ok ? opened.value.base.handle : ''
    expect(handle).not.toBe('')
    const second = await launchApp({ home })
    const answer = await second.page
      .evaluate((old) => window.shiftlens.call('checkpoint/open', { handle: old }), handle)
      .finally(() => second.close())
    expect(answer).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
  } finally {
    rmSync(home, { recursive: true })
  }
})

it('refuses to start with weakened protection unless the support flag says so', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shiftlens-e2e-'))
  try {
    const child = spawn(packagedExecutable(repository), ['--no-sandbox', '--disable-gpu'], {
      env: { ...baseEnvironment(), SHIFTLENS_HOME: home },
      stdio: ['ignore', 'ignore', 'pipe']
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(2)
    expect(said).toContain('--no-sandbox weakens the protection')
  } finally {
    rmSync(home, { recursive: true })
  }
})
