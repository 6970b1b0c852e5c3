import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { traversalPaths } from '../helpers/traversal-paths.ts'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

const startPage = 'app://shiftlens/index.html'
let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

/** Lets the page do something, gives it a moment, and says where the program is then. */
async function placeAfter(attempt: () => void): Promise<{ url: string; nWindows: number }> {
  await launched.page.evaluate(attempt)
  await launched.page.waitForTimeout(300)
  return { url: launched.page.url(), nWindows: launched.app.windows().length }
}

describe('the window', () => {
  it.each<readonly [string, () => void]>([
    ['a foreign address', () => void (location.href = 'https://example.org/')],
    ['a file', () => void (location.href = 'file:///etc/passwd')],
    ['another host of our scheme', () => void (location.href = 'app://other/index.html')],
    ['another page of ours', () => void (location.href = 'app://shiftlens/other.html')],
    ['a data address', () => void (location.href = 'data:text/html,<b>x</b>')],
    ['script as an address', () => void (location.href = 'javascript:document.title="run"')],
    ['a new window', () => void window.open('https://example.org/')],
    ['a new window of ours', () => void window.open('app://shiftlens/index.html')],
    [
      'a link to a new window',
      () => {
        const link = document.createElement('a')
        link.href = 'https://example.org/'
        link.target = '_blank'
        document.body.append(link)
        link.click()
        link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }))
        link.remove()
      }
    ],
    [
      'a meta refresh',
      () => {
        const meta = document.createElement('meta')
        meta.httpEquiv = 'refresh'
        meta.content = '0;url=https://example.org/'
        document.head.append(meta)
      }
    ]
  ])('does not go to %s', async (_name, attempt) => {
    expect(await placeAfter(attempt)).toEqual({ url: startPage, nWindows: 1 })
    expect(await launched.page.evaluate(() => document.title)).toBe('Shiftlens')
  })

  it('does not go where a dropped link leads', async () => {
    const place = await placeAfter(() => {
      const data = new DataTransfer()
      data.setData('text/uri-list', 'https://example.org/')
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      )
    })
    expect(place).toEqual({ url: startPage, nWindows: 1 })
  })

  it('is given no permission but to put something on the clipboard', async () => {
    const states = await launched.page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'midi',
        'clipboard-read'
      ]
      const found: Record<string, string> = {}
      for (const name of names) {
        const status = await navigator.permissions.query({ name: name as PermissionName })
        found[name] = status.state
      }
      found['asked for notifications'] = await Notification.requestPermission()
      found['media'] = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: Error) => error.name
      )
      return found
    })
    for (const [name, state] of Object.entries(states)) {
      expect(state, name).toMatch(/^(denied|NotAllowedError|NotFoundError)$/)
    }
  })

  it('reaches no network, not even from main through its session', async () => {
    const errors = await launched.app.evaluate(async ({ session }) =>
      Promise.all(
        ['https://example.org/', 'http://127.0.0.1:9/', 'http://localhost/'].map((url) =>
          session.defaultSession.fetch(url).then(
            (response) => `answered ${response.status}`,
            (error: Error) => error.message
          )
        )
      )
    )
    for (const error of errors) expect(error).toContain('ERR_BLOCKED_BY_CLIENT')
  })

  it('is served nothing outside its own files', async () => {
    const statuses = await launched.app.evaluate(
      async ({ session }, paths) =>
        Promise.all(
          paths.map((path) =>
            session.defaultSession.fetch(`app://shiftlens${path}`).then(
              async (response) => `${response.status} ${await response.text()}`,
              (error: Error) => error.message
            )
          )
        ),
      // Chromium resolves what it can before it asks: dots lead to the root at most.
      [...traversalPaths]
    )
    const own = await launched.app.evaluate(
      ({ session }, url) => session.defaultSession.fetch(url).then((response) => response.text()),
      startPage
    )
    expect(own).toContain('<title>Shiftlens</title>')
    const isHarmless = (status = ''): boolean =>
      status === `200 ${own}` || /^404 not found$|ERR_|Invalid|Failed/.test(status)
    expect(traversalPaths.filter((_, i) => !isHarmless(statuses[i]))).toEqual([])
    expect(statuses.filter((status) => status === '404 not found').length).toBeGreaterThan(40)
  })

  it('finds nothing outside its own files from within the page', async () => {
    const answers: number[] = []
    launched.page.on('response', (response) => answers.push(response.status()))
    await launched.page.evaluate(async () => {
      const paths = [
        '/../package.json',
        '/%2e%2e/other.json',
        '/..%2fmain%2findex.cjs',
        '/main/index.cjs'
      ]
      await Promise.all(
        paths.map(
          (path) =>
            new Promise((resolve) => {
              const image = new Image()
              image.onload = image.onerror = resolve
              image.src = `app://shiftlens${path}`
            })
        )
      )
    })
    expect(answers).toEqual([404, 404, 404, 404])
  })
})
