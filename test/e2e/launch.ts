/** Starts the packaged application in a window of its own, with nothing of the user's in reach. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { packagedExecutable } from '../setup/packaged-executable.ts'

/** Far more than a start takes on two busy cores. */
const stepLimitMs = 40_000

export const repository = join(import.meta.dirname, '../..')

export interface LaunchOptions {
  /** Folders or further switches, after the ones that every test start has. */
  readonly args?: readonly string[]
  /** The folder of store and profile; a fresh one unless told, removed at the end. */
  readonly home?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  /** Everything that the page's console said and every uncaught error, in order. */
  readonly consoleLines: readonly string[]
  /** Everything that the main process wrote. */
  readonly output: () => string
  /** Writes a picture of the window to .cache/screenshots and returns the file. */
  readonly screenshot: (name: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** The window, loaded. `await using`-free on purpose: call `close` in `afterAll` or `finally`. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const executablePath = packagedExecutable(repository)
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath}: missing, run "npm run package" first`)
  }
  const ownsHome = options.home === undefined
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'shiftlens-e2e-'))
  const app = await attach({
    executablePath,
    args: [...testSwitches(), ...(options.args ?? [])],
    cwd: home,
    env: { ...baseEnvironment(), SHIFTLENS_HOME: home, ...options.env }
  })
  let output = ''
  const take = (chunk: Buffer): void => void (output += chunk.toString())
  app.process().stdout?.on('data', take)
  app.process().stderr?.on('data', take)

  const page = await within('the first window', app.firstWindow(), () => output)
  const consoleLines: string[] = []
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => consoleLines.push(`uncaught: ${error.message}`))
  // A window begins with an empty page of its own, which counts as loaded.
  await within('the start page', page.waitForURL('app://shiftlens/index.html'), () => output)
  await within('the program in the page', page.waitForSelector('#app > *'), () => output)

  return {
    app,
    page,
    home,
    consoleLines,
    output: () => output,
    async screenshot(name) {
      const folder = join(repository, '.cache/screenshots')
      mkdirSync(folder, { recursive: true })
      const file = join(folder, `${name}.png`)
      await page.screenshot({ path: file })
      return file
    },
    async close() {
      await app.close()
      if (ownsHome) rmSync(home, { recursive: true, force: true })
    }
  }
}

/**
 * Starts the program and attaches to its debugging lines. On a starved machine the driver now and then
 * misses one of them and waits for ever: it ends the process and tries once more, and says so.
 */
async function attach(
  options: NonNullable<Parameters<typeof _electron.launch>[0]>
): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: stepLimitMs })
  } catch (thrown) {
    console.warn(`the driver could not attach, trying once more: ${String(thrown)}`)
    return _electron.launch({ ...options, timeout: stepLimitMs })
  }
}

/** The result of a step of the start, or an error that names the step and what the program wrote. */
async function within<T>(step: string, work: Promise<T>, output = () => ''): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${step} took more than ${stepLimitMs} ms; it wrote:\n${output()}`)),
      stepLimitMs
    )
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Root cannot use Chromium's sandbox, and a virtual display has no graphics card. */
export function testSwitches(): readonly string[] {
  const switches = ['--shiftlens-test', '--disable-gpu']
  return process.platform === 'linux' ? [...switches, '--no-sandbox'] : switches
}

/** This process's environment, and the Node that runs service and worker where Electron's is too old. */
export function baseEnvironment(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && name !== 'NODE_OPTIONS') env[name] = value
  }
  return { ...env, SHIFTLENS_NODE: process.execPath, ELECTRON_DISABLE_SECURITY_WARNINGS: '1' }
}
