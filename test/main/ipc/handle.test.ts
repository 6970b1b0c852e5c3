import fc from 'fast-check'
import * as v from 'valibot'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import type { Outcome } from '../../../main/errors.ts'
import { handle } from '../../../main/ipc/handle.ts'

type Listener = (event: unknown, ...args: readonly unknown[]) => Promise<Outcome<unknown>>

const served = vi.hoisted(() => new Map<string, Listener>())
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => served.set(channel, listener) }
}))

const own = { senderFrame: { url: 'app://shiftlens/index.html', parent: null } }
const schema = v.strictObject({ text: v.pipe(v.string(), v.maxLength(100)) })
const limits = { requestBytes: 1_024, replyBytes: 2_048 }
const work = vi.fn((request: { text: string }): unknown => request.text.toUpperCase())

async function call(event: unknown, ...args: readonly unknown[]): Promise<Outcome<unknown>> {
  const listener = served.get('shiftlens:test/call')
  if (listener === undefined) throw new Error('not served')
  return listener(event, ...args)
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  served.clear()
  work.mockClear()
  handle('shiftlens:test/call', schema, limits, work)
})

describe('a call', () => {
  it('of our own page with a sound request is answered', async () => {
    expect(await call(own, { text: 'hello' })).toEqual({ ok: true, value: 'HELLO' })
  })

  const frame = (url: string, parent: unknown = null): unknown => ({ senderFrame: { url, parent } })
  it.each([
    ['a frame that is gone', { senderFrame: null }],
    ['a frame inside our page', frame('app://shiftlens/index.html', own.senderFrame)],
    ['a page of the web', frame('https://shiftlens/index.html')],
    ['another host of our scheme', frame('app://other/index.html')],
    ['a host that begins like ours', frame('app://shiftlens.evil/index.html')],
    ['our host with a user', frame('app://user@shiftlens/index.html')],
    ['a file', frame('file:///app://shiftlens/index.html')],
    ['an empty page', frame('about:blank')],
    ['a page without an address', frame('')]
  ])('of %s is refused before anything is done', async (_sender, event) => {
    const outcome = await call(event, { text: 'hello' })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
    expect(work).not.toHaveBeenCalled()
  })

  it('with anything but one request is refused', async () => {
    for (const args of [[], [{ text: 'a' }, { text: 'b' }]]) {
      expect(await call(own, ...args)).toMatchObject({ ok: false })
    }
    expect(work).not.toHaveBeenCalled()
  })

  it('with a request that does not fit the schema is refused, whatever it is', async () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true })
    await fc.assert(
      fc.asyncProperty(anything, async (request) => {
        fc.pre(!v.is(schema, request))
        const outcome = await call(own, request)
        expect(outcome).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
      })
    )
    expect(work).not.toHaveBeenCalled()
  })

  it('with additional fields is refused, and what was sent is not quoted', async () => {
    const outcome = await call(own, { text: 'a secret prompt'.repeat(10), path: '/etc/passwd' })
    expect(outcome).toMatchObject({ ok: false })
    expect(JSON.stringify(outcome)).not.toMatch(/secret|passwd/)
  })

  it('that is too large is refused, and so is an answer', async () => {
    expect(await call(own, { text: 'x'.repeat(2_000) })).toMatchObject({
      ok: false,
      error: { code: 'request/invalid', message: expect.stringContaining('1024 bytes') }
    })
    work.mockReturnValueOnce(new Uint8Array(3_000))
    expect(await call(own, { text: 'a' })).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('that fails answers with code, message and hint, never with a stack', async () => {
    work.mockImplementationOnce(() => {
      throw new AppError('checkpoint/unreadable', 'base: not found', { hint: 'Look again.' })
    })
    expect(await call(own, { text: 'a' })).toEqual({
      ok: false,
      error: { code: 'checkpoint/unreadable', message: 'base: not found', hint: 'Look again.' }
    })
    work.mockImplementationOnce(() => {
      throw new TypeError('a bug')
    })
    expect(await call(own, { text: 'a' })).toEqual({
      ok: false,
      error: { code: 'internal', message: 'a bug' }
    })
  })
})
