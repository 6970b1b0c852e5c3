import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { answer, registerScheme } from '../../main/protocol.ts'
import { traversalPaths } from '../helpers/traversal-paths.ts'

const registerSchemesAsPrivileged = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ protocol: { registerSchemesAsPrivileged, handle: vi.fn() } }))

let top: string
let root: string

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'shiftlens-protocol-'))
  root = join(top, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(root, 'folder.html'))
  writeFileSync(join(root, 'index.html'), '<!doctype html>')
  writeFileSync(join(root, 'assets/index.js'), 'export {}')
  writeFileSync(join(root, 'assets/.hidden.js'), 'secret')
  writeFileSync(join(root, '.hidden.html'), 'secret')
  writeFileSync(join(root, 'program.exe'), 'secret')
  writeFileSync(join(top, 'package.json'), 'secret')
  writeFileSync(join(top, 'secret.html'), 'secret')
  symlinkSync(join(top, 'secret.html'), join(root, 'link.html'))
})
afterAll(() => rmSync(top, { recursive: true }))

describe('the app:// protocol', () => {
  it('is standard and secure, and nothing more', () => {
    registerScheme()
    expect(registerSchemesAsPrivileged.mock.calls).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true } }]]
    ])
  })

  it('serves the start page with the content policy, exactly', async () => {
    const response = await answer('GET', 'app://shiftlens/index.html', root)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
        "font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
    )
    expect(await response.text()).toBe('<!doctype html>')
  })

  it('serves assets by the type of a fixed table, with a query and a fragment', async () => {
    const response = await answer('GET', 'app://shiftlens/assets/index.js?v=1#top', root)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('sends the content policy with a 404 too', async () => {
    const response = await answer('GET', 'app://shiftlens/missing.html', root)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('has at least 40 traversal strings to refuse', () => {
    expect(new Set(traversalPaths).size).toBeGreaterThanOrEqual(40)
  })

  it.each(traversalPaths)('answers 404 to %j', async (path) => {
    const response = await answer('GET', `app://shiftlens${path}`, root)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('not found')
  })

  it.each([
    'app://other/index.html',
    'app://shiftlens.evil/index.html',
    'app://shiftlens:80/index.html',
    'app://user@shiftlens/index.html',
    'app://user:word@shiftlens/index.html',
    'file:///index.html',
    'https://shiftlens/index.html',
    'app:index.html',
    'index.html',
    ''
  ])('answers 404 to the foreign address %j', async (url) => {
    expect((await answer('GET', url, root)).status).toBe(404)
  })

  it('answers 404 to unknown types, folders, links out of the folder and other methods', async () => {
    for (const name of ['program.exe', 'folder.html', 'link.html', 'assets']) {
      expect((await answer('GET', `app://shiftlens/${name}`, root)).status, name).toBe(404)
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
      expect((await answer(method, 'app://shiftlens/index.html', root)).status, method).toBe(404)
    }
  })
})
