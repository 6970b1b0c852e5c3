import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  maxReplyBytes,
  maxRequestBytes,
  openConnection
} from '../../../../../main/analyses/labels/llm/connection.ts'
import type {
  Connection,
  ConnectionOptions
} from '../../../../../main/analyses/labels/llm/connection.ts'
import { appErrorOf } from '../../../../helpers/app-error.ts'
import {
  breaksOff,
  closedPort,
  floods,
  hangs,
  resets,
  says,
  sends,
  startFakeEndpoint,
  trickles
} from '../../../../helpers/fake-endpoint.ts'
import type { Act } from '../../../../helpers/fake-endpoint.ts'
import { runChild } from '../../../../helpers/run-child.ts'

const fixtures = join(import.meta.dirname, '../../../../fixtures/endpoint')
const key = 'sk-very-secret-0123456789'
const never = new AbortController().signal

function connect(url: string, options: Partial<ConnectionOptions> = {}): Connection {
  return openConnection({ url, key: null, timeoutMs: 5_000, ...options })
}

const post = (connection: Connection, body: unknown = {}, signal = never) =>
  connection.post('/chat/completions', JSON.stringify(body), signal)

describe('a request', () => {
  it('goes to the named address as JSON, with the key and without cookies', async () => {
    const endpoint = await startFakeEndpoint(() => sends(200, '{}', { 'set-cookie': 'id=1' }))
    const connection = connect(endpoint.url, { key })
    await post(connection, { model: 'm' })
    await post(connection, { model: 'm' })
    expect(endpoint.requests).toHaveLength(2)
    for (const { method, path, headers, body } of endpoint.requests) {
      expect([method, path, body]).toEqual(['POST', '/v1/chat/completions', { model: 'm' }])
      expect(headers.authorization).toBe(`Bearer ${key}`)
      expect(headers.cookie).toBeUndefined()
      expect(headers['content-type']).toBe('application/json')
    }
  })

  it('has no authorization where no key is given', async () => {
    const endpoint = await startFakeEndpoint(() => sends(200, '{}'))
    await post(connect(endpoint.url))
    expect(endpoint.requests[0]?.headers.authorization).toBeUndefined()
  })

  it.each([301, 302, 303, 307, 308])(
    'is not sent on by a redirect of status %i, nor is the key',
    async (status) => {
      const elsewhere = await startFakeEndpoint(() => says('stolen'))
      const endpoint = await startFakeEndpoint(() =>
        sends(status, '', { location: `${elsewhere.url}/chat/completions` })
      )
      const end = await post(connect(endpoint.url, { key }))
      expect(end).toMatchObject({ kind: 'reply', status })
      expect(elsewhere.nConnections).toBe(0)
    }
  )

  it('takes no proxy from the environment', async () => {
    const proxy = await startFakeEndpoint(() => says('through the proxy'))
    const endpoint = await startFakeEndpoint(() => sends(200, '{"from": "the endpoint"}'))
    const address = `http://127.0.0.1:${proxy.port}`
    const child = await runChild(join(import.meta.dirname, 'post-child.ts'), [endpoint.url], {
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: '',
      no_proxy: '',
      HTTP_PROXY: address,
      http_proxy: address,
      HTTPS_PROXY: address,
      https_proxy: address
    })
    expect(child.stderr).toBe('')
    expect(child.stdout).toBe('{"from": "the endpoint"}')
    expect(proxy.nConnections).toBe(0)
    expect(endpoint.nConnections).toBe(1)
  })

  it('is refused where it is larger than a question can be', async () => {
    const endpoint = await startFakeEndpoint(() => sends(200))
    const error = await post(connect(endpoint.url), 'x'.repeat(maxRequestBytes)).catch(
      (thrown: unknown) => thrown
    )
    expect(error).toMatchObject({ code: 'request/invalid' })
    expect(endpoint.nConnections).toBe(0)
  })
})

describe('an answer', () => {
  it('is read whole, its status and Retry-After beside it', async () => {
    const endpoint = await startFakeEndpoint(() => sends(429, 'später', { 'retry-after': '7' }))
    expect(await post(connect(endpoint.url))).toEqual({
      kind: 'reply',
      status: 429,
      retryAfter: '7',
      body: 'später'
    })
  })

  it('loses the key where the server quotes it', async () => {
    const endpoint = await startFakeEndpoint(() => sends(401, `wrong key: ${key}!`))
    const end = await post(connect(endpoint.url, { key }))
    expect(end).toMatchObject({ body: 'wrong key: [key]!' })
  })

  it('of endless length is broken off while it streams', async () => {
    let tell = (_nBytes: number): void => undefined
    const sent = new Promise<number>((resolve) => (tell = resolve))
    const endpoint = await startFakeEndpoint(() => floods((nBytes) => tell(nBytes)))
    const end = await post(connect(endpoint.url))
    expect(end).toMatchObject({ kind: 'too-large' })
    // What the sockets' buffers hold comes on top.
    expect(await sent).toBeLessThan(16 * maxReplyBytes)
  })
})

describe('without an answer', () => {
  const cases: readonly (readonly [string, Act, string])[] = [
    ['the server hangs', hangs, 'timeout'],
    ['the answer trickles in without an end', trickles, 'timeout'],
    ['the server resets the connection', resets, 'reset'],
    ['the answer breaks off in the middle', breaksOff, 'cut-off']
  ]
  it.each(cases)('says what happened when %s', async (_name, act, kind) => {
    const endpoint = await startFakeEndpoint(() => act)
    const end = await post(connect(endpoint.url, { timeoutMs: 300 }))
    expect(end.kind).toBe(kind)
    expect(endpoint.requests).toHaveLength(1)
  })

  it('says that nobody listens, by address and by name', async () => {
    const port = await closedPort()
    expect(await post(connect(`http://127.0.0.1:${port}`))).toEqual({
      kind: 'down',
      detail: 'ECONNREFUSED'
    })
    expect(await post(connect(`http://localhost:${port}`))).toMatchObject({ kind: 'down' })
  })

  it('says that a name is unknown', async () => {
    expect(await post(connect('http://nowhere.invalid/v1'))).toMatchObject({
      kind: 'unknown-host'
    })
  })

  it('says that the server does not speak TLS', async () => {
    const endpoint = await startFakeEndpoint(() => says('x'))
    const end = await post(connect(`https://127.0.0.1:${endpoint.port}`))
    expect(end.kind).toBe('tls')
  })

  it('does not trust a certificate that nobody vouches for, and sends it no request', async () => {
    let nRequests = 0
    const fixture = (name: string) => readFileSync(join(fixtures, name))
    const server = createTlsServer(
      { key: fixture('self-signed-key.pem'), cert: fixture('self-signed-cert.pem') },
      () => nRequests++
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const end = await post(connect(`https://127.0.0.1:${port}`, { key }))
    expect(end).toEqual({ kind: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(nRequests).toBe(0)
  })

  it('says that what answers does not speak HTTP', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.end('SSH-2.0-OpenSSH_9.6\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await post(connect(`http://127.0.0.1:${port}`))).toMatchObject({ kind: 'not-http' })
  })
})

describe('a cancelled request', () => {
  it.each([
    ['before the first byte of the answer', hangs],
    ['in the middle of the answer', trickles]
  ])('ends within 100 ms %s, and its connection with it', async (_name, act) => {
    let isClosed = (): void => undefined
    const closed = new Promise<void>((resolve) => (isClosed = resolve))
    const endpoint = await startFakeEndpoint(() => (response, socket, seen) => {
      socket.on('close', () => isClosed())
      act(response, socket, seen)
    })
    const controller = new AbortController()
    const arrived = endpoint.nextRequest()
    const end = post(connect(endpoint.url), {}, controller.signal).catch(
      (thrown: unknown) => thrown
    )
    await arrived
    await new Promise((resolve) => setTimeout(resolve, 60))
    const startedMs = performance.now()
    controller.abort()
    expect(await end).toMatchObject({ code: 'job/cancelled' })
    expect(performance.now() - startedMs).toBeLessThan(100)
    await closed
  })

  it('is not sent at all where the signal was given before', async () => {
    const endpoint = await startFakeEndpoint(() => hangs)
    const end = post(connect(endpoint.url), {}, AbortSignal.abort())
    await expect(end).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(endpoint.requests).toHaveLength(0)
  })
})

describe('a connection', () => {
  it.each(['', 'nonsense', 'ftp://127.0.0.1', 'http://me:pass@127.0.0.1/v1'])(
    'is refused for the address "%s"',
    (url) => {
      const error = appErrorOf(() => connect(url))
      expect(error.code).toBe('request/invalid')
      expect(error.message).not.toContain('pass@')
    }
  )

  it.each(['two words', 'line\nend', 'ключ', ''])('is refused for the key "%s"', (bad) => {
    const error = appErrorOf(() => connect('http://127.0.0.1:1/v1', { key: bad }))
    expect(error.code).toBe('request/invalid')
    if (bad !== '') expect(JSON.stringify([error.message, error.hint])).not.toContain(bad)
  })

  it('leaves a short placeholder of a key alone in answers, for it is a word too', () => {
    const connection = connect('http://127.0.0.1:1/v1', { key: 'none' })
    expect(connection.withoutKey('none of them')).toBe('none of them')
  })
})
