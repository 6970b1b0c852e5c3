/** The built renderer in Debian's Chromium, with the real policy headers and a fake bridge. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import electronViteConfig from '../../electron.vite.config.ts'
import { responseHeaders } from '../../main/shell/content-policy.ts'
import { makeFakeConcepts } from './fake-concepts.ts'
import { makeFakeHeads } from './fake-heads.ts'
import { makeFakeStudy } from './study-record.ts'
import { installFakeBridge, type FakeOptions } from './fake-bridge.ts'

const executablePath = process.env['SHIFTLENS_CHROMIUM'] ?? '/usr/bin/chromium'

export const hasChromium = existsSync(executablePath)

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml'
}

export interface RendererPages {
  /** Opens the window's page; each has a profile of its own. */
  open(options?: FakeOptions, view?: PageView): Promise<RendererPage>
  close(): Promise<void>
}

export interface PageView {
  readonly width?: number
  readonly height?: number
  readonly colorScheme?: 'light' | 'dark'
  /** After the page's address. */
  readonly hash?: string
}

/** A page of our own in place of the whole window, for views that are looked at alone. */
export interface RendererRoot {
  /** The folder of its `index.html`. */
  readonly root: string
  /** What is there once it can be used. */
  readonly ready: string
}

const wholeWindow: RendererRoot = { root: 'renderer', ready: '[role=tablist]' }

export interface RendererPage {
  readonly page: Page
  /** What the page complained about: policy violations, console errors, exceptions. */
  readonly complaints: string[]
  /** Serious and critical findings of axe, as `rule: selector`. */
  seriousFindings(): Promise<string[]>
  close(): Promise<void>
}

/** Builds the renderer, serves it and starts one browser. */
export async function startRenderer({ root, ready } = wholeWindow): Promise<RendererPages> {
  const folder = await mkdtemp(join(tmpdir(), 'shiftlens-renderer-'))
  const { renderer } = await resolveConfig()
  await build({
    ...renderer,
    root: resolve(root),
    base: './',
    configFile: false,
    logLevel: 'error',
    build: {
      ...renderer.build,
      rolldownOptions: { input: join(root, 'index.html') },
      outDir: folder,
      emptyOutDir: true,
      minify: false
    }
  })
  const server = await serve(folder)
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('the test server has no port')
  const url = `http://127.0.0.1:${address.port}/index.html`
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  return {
    open: (options = {}, view = {}) => openPage(browser, url, ready, options, view),
    async close() {
      await browser.close()
      server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** The same settings that the program is built with. */
async function resolveConfig() {
  const config = await electronViteConfig
  if (typeof config === 'function' || !('renderer' in config) || !config.renderer) {
    throw new Error('electron.vite.config.ts has no renderer section')
  }
  return { renderer: config.renderer }
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    readFile(join(folder, pathname)).then(
      (bytes) => {
        const type = contentTypes[extname(pathname)] ?? 'application/octet-stream'
        response.writeHead(200, { ...responseHeaders, 'Content-Type': type }).end(bytes)
      },
      () => response.writeHead(404, responseHeaders).end()
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}

async function openPage(
  browser: Browser,
  url: string,
  ready: string,
  options: FakeOptions,
  { width = 1280, height = 720, colorScheme = 'light', hash = '' }: PageView
): Promise<RendererPage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    const { url: source } = message.location()
    // A browser asks for an icon by itself; a window of Electron does not.
    if (message.type() === 'error' && !source.endsWith('/favicon.ico')) {
      complaints.push(`console: ${message.text()}`)
    }
  })
  await page.exposeFunction('tellViolation', (text: string) => complaints.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell: unknown = Reflect.get(window, 'tellViolation')
      if (typeof tell === 'function') {
        tell(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
      }
    })
  })
  await page.addInitScript(
    `window.fakeConcepts = (${makeFakeConcepts.toString()})(${JSON.stringify(options.concepts ?? {})})`
  )
  await page.addInitScript(
    `window.fakeHeads = (${makeFakeHeads.toString()})(${JSON.stringify(options.heads ?? {})})`
  )
  await page.addInitScript(
    `window.fakeStudy = (${makeFakeStudy.toString()})(${JSON.stringify(options.study ?? {})})`
  )
  await page.addInitScript(installFakeBridge, options)
  await page.goto(`${url}${hash}`)
  await page.locator(ready).waitFor()
  return {
    page,
    complaints,
    async seriousFindings() {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        // One page without frames: the other mode opens a page more for every look.
        .setLegacyMode(true)
        .analyze()
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
    },
    close: () => context.close()
  }
}
