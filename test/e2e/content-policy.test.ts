import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

/**
 * Runs script text in the page as the page itself would (a debugger's own evaluation may bypass the
 * policy) and returns the directives that it violated within a moment.
 */
async function violationsOf(attempt: (() => void) | string): Promise<string[]> {
  return launched.page.evaluate(async (source) => {
    const directives: string[] = []
    const note = (event: SecurityPolicyViolationEvent): void =>
      void directives.push(event.effectiveDirective)
    document.addEventListener('securitypolicyviolation', note)
    // The function itself is made here, by the debugger; it runs later, by itself.
    const run = (0, eval)(`(${source})`) as () => void
    setTimeout(() => {
      try {
        run()
      } catch {
        // A refusal may throw as well; what counts is that the violation is raised.
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 250))
    document.removeEventListener('securitypolicyviolation', note)
    return directives
  }, attempt.toString())
}

/**
 * What is script to the browser must pass Trusted Types first, so their directive is the one that is
 * reported; `import()` shows that script-src holds by itself.
 */
const attempts: readonly (readonly [string, string, (() => void) | string])[] = [
  [
    'an inline script',
    'require-trusted-types-for',
    () => {
      const script = document.createElement('script')
      script.append('window.wasRun = true')
      document.body.append(script)
    }
  ],
  ['eval', 'require-trusted-types-for', () => void eval('window.wasRun = true')],
  ['new Function', 'require-trusted-types-for', () => void new Function('window.wasRun = true')()],
  ['a remote module', 'script-src-elem', "() => import('https://example.org/x.js')"],
  ['a module as text', 'script-src-elem', "() => import('data:text/javascript,1')"],
  [
    'markup from text',
    'require-trusted-types-for',
    () => void (document.body.innerHTML += '<b>x</b>')
  ],
  [
    'an event handler as text',
    'require-trusted-types-for',
    () => document.body.setAttribute('onclick', 'x()')
  ],
  [
    'a policy of its own',
    'trusted-types',
    () =>
      void (
        window as { trustedTypes?: { createPolicy(name: string, rules: object): void } }
      ).trustedTypes?.createPolicy('mine', {})
  ],
  ['a remote picture', 'img-src', () => void (new Image().src = 'https://example.org/x.png')],
  ['a request', 'connect-src', () => void fetch('https://example.org/')],
  ['a socket', 'connect-src', () => void new WebSocket('wss://example.org/')],
  ['a beacon', 'connect-src', () => void navigator.sendBeacon('https://example.org/', 'x')],
  [
    'a frame',
    'frame-src',
    () => {
      const frame = document.createElement('iframe')
      frame.src = 'https://example.org/'
      document.body.append(frame)
    }
  ],
  [
    'a frame of our own',
    'frame-src',
    () => {
      const frame = document.createElement('iframe')
      frame.src = '/index.html'
      document.body.append(frame)
    }
  ],
  [
    'another base',
    'base-uri',
    () => {
      const base = document.createElement('base')
      base.href = 'https://example.org/'
      document.head.append(base)
    }
  ],
  [
    'a form that is sent',
    'form-action',
    () => {
      const form = document.createElement('form')
      form.action = 'https://example.org/'
      document.body.append(form)
      form.submit()
    }
  ],
  [
    'an object',
    'require-trusted-types-for',
    () => {
      const object = document.createElement('object')
      object.data = 'https://example.org/x.pdf'
      document.body.append(object)
    }
  ],
  [
    'an inline style sheet',
    'style-src-elem',
    () => {
      const style = document.createElement('style')
      style.append('body { color: red }')
      document.body.append(style)
    }
  ],
  ['a style attribute', 'style-src-attr', () => document.body.setAttribute('style', 'color: red')],
  [
    'a remote style sheet',
    'style-src-elem',
    () => {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = 'https://example.org/x.css'
      document.head.append(link)
    }
  ],
  [
    'a remote font',
    'font-src',
    () => void new FontFace('x', 'url(https://example.org/x.woff2)').load().catch(() => undefined)
  ],
  ['remote sound', 'media-src', () => void (new Audio().src = 'https://example.org/x.ogg')]
]

describe('the content policy, in the window', () => {
  it.each(attempts)('refuses %s (%s)', async (_name, directive, attempt) => {
    expect(await violationsOf(attempt)).toContain(directive)
    expect(await launched.page.evaluate(() => 'wasRun' in window)).toBe(false)
  })

  it('lets the page set styles one by one, as Svelte does', async () => {
    expect(await violationsOf(() => document.body.style.setProperty('--probe', '1'))).toEqual([])
  })
})
