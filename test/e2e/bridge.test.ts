import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

describe('what the page is given', () => {
  it('is one object of three functions, through which nothing of Electron can be reached', async () => {
    const found = await launched.page.evaluate(() => {
      const seen = new Set<unknown>()
      const kinds: string[] = []
      const walk = (value: unknown, path: string): void => {
        if (seen.has(value)) return
        seen.add(value)
        kinds.push(`${path}: ${typeof value}`)
        if (typeof value !== 'object' || value === null) return
        for (const key of Reflect.ownKeys(value)) {
          walk(Reflect.get(value, key), `${path}.${String(key)}`)
        }
      }
      walk(window.shiftlens, 'shiftlens')
      return kinds
    })
    expect(found).toEqual([
      'shiftlens: object',
      'shiftlens.call: function',
      'shiftlens.on: function',
      'shiftlens.drop: function'
    ])
  })

  it('holds nothing of Node', async () => {
    const found = await launched.page.evaluate(() =>
      [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        '__dirname',
        'electron',
        'ipcRenderer'
      ].filter((name) => name in window)
    )
    expect(found).toEqual([])
  })

  it('cannot be replaced or changed', async () => {
    const wasChanged = await launched.page.evaluate(() => {
      const before = window.shiftlens.call
      try {
        Object.assign(window.shiftlens, { call: () => 'mine' })
      } catch {
        // Throwing is one way of not being changed.
      }
      try {
        Object.assign(window, { shiftlens: 'mine' })
      } catch {
        // As above.
      }
      return window.shiftlens.call !== before
    })
    expect(wasChanged).toBe(false)
  })

  it('answers a call of the contract', async () => {
    const outcome = await launched.page.evaluate(() => window.shiftlens.call('app/info', {}))
    expect(outcome).toMatchObject({ ok: true, value: { isTest: true, version: '0.1.0' } })
  })

  it('refuses a forged handle, a path, an unknown call, a large and a malformed request', async () => {
    const outcomes = await launched.page.evaluate(async () => {
      const call = window.shiftlens.call as (name: string, request: unknown) => Promise<unknown>
      return Promise.all([
        call('checkpoint/open', { handle: 'AAAAAAAAAAAAAAAAAAAAAA' }),
        call('checkpoint/open', { handle: '/etc' }),
        call('checkpoint/open', { handle: '../../etc' }),
        call('text/tokenize', { handle: 'AAAAAAAAAAAAAAAAAAAAAA', text: 'x' }),
        call('text/suggest-instruction', { prompt: 'x'.repeat(2_000_000) }),
        call('settings/write', { theme: 'dark' }),
        call('app/quit', {}),
        call('checkpoint/describe', { folder: '/etc' }),
        call('drop', { paths: ['/etc'] })
      ])
    })
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
      expect(outcome).not.toHaveProperty('error.stack')
    }
  })

  it('does not take a file for dropped that the page made itself', async () => {
    const answered = await launched.page.evaluate(async () => {
      let count = 0
      window.shiftlens.on('checkpoint/arrived', () => count++)
      window.shiftlens.on('checkpoint/refused', () => count++)
      const file = new File(['x'], 'config.json')
      Object.defineProperty(file, 'path', { value: '/etc/passwd' })
      window.shiftlens.drop([file])
      // What is no file does not even pass as a path.
      window.shiftlens.drop([{ path: '/etc/passwd' } as never])
      await new Promise((resolve) => setTimeout(resolve, 500))
      return count
    })
    expect(answered).toBe(0)
  })
})
