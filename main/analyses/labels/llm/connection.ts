/**
 * The one module of the program that opens a connection, and only to the endpoint that the user named
 * (trust.md SEC-12). It is built on node:http rather than fetch: that follows no redirect, keeps no
 * cookies, and with an agent of its own takes no proxy from the environment.
 */
import * as http from 'node:http'
import * as https from 'node:https'
import { checkEndpointUrl } from '../../../../preload/analysis/concepts/endpoint-url.ts'
import { AppError } from '../../../errors.ts'
import type { Fault } from './fault.ts'

export interface HttpReply {
  readonly kind: 'reply'
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
}

export interface Connection {
  /** Address of the endpoint as it is named in errors and stored labels. */
  readonly url: string
  /**
   * Sends one request; never a second one.
   *
   * @param path  below the endpoint's base, such as `/chat/completions`
   * @throws AppError `job/cancelled` as soon as `signal` is aborted
   */
  post(path: string, body: string, signal: AbortSignal): Promise<HttpReply | Fault>
  /** Foreign text with the key blotted out: a server may quote what it was sent. */
  withoutKey(text: string): string
}

export interface ConnectionOptions {
  readonly url: string
  /** Sent as a bearer token; appears nowhere else. */
  readonly key: string | null
  /** Of a whole request, from connecting to the last byte of the answer. */
  readonly timeoutMs: number
}

export const maxRequestBytes = 256 * 1024
export const maxReplyBytes = 1024 * 1024

/** @throws AppError `request/invalid` where the address or the key cannot be used */
export function openConnection({ url: typed, key, timeoutMs }: ConnectionOptions): Connection {
  const address = checkEndpointUrl(typed)
  if (!address.isUsable) {
    throw new AppError('request/invalid', `endpoint: ${address.problem}`, {
      hint: 'Name the address of a server with an OpenAI-compatible interface.'
    })
  }
  if (key !== null && !/^[\x21-\x7e]+$/.test(key)) {
    throw new AppError('request/invalid', 'key: blank, or with characters that a key cannot have', {
      hint: 'Copy the key again, without spaces or line ends.'
    })
  }
  const transport = new URL(address.url).protocol === 'https:' ? https : http
  // An agent without options: no proxy, and no connection that stays open.
  const agent = new transport.Agent()

  // A placeholder such as "none", which local servers take for a key, is no secret, and is a word too.
  const secret = key !== null && key.length >= 8 ? key : null
  const withoutKey = (text: string): string =>
    secret === null ? text : text.replaceAll(secret, '[key]')

  const post: Connection['post'] = async (path, body, signal) => {
    const bytes = Buffer.from(body, 'utf8')
    if (bytes.length > maxRequestBytes) {
      throw new AppError(
        'request/invalid',
        `question: ${bytes.length} bytes, expected at most ${maxRequestBytes}`,
        { hint: 'Show fewer words of a concept.' }
      )
    }
    const request = transport.request(`${address.url}${path}`, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': bytes.length,
        accept: 'application/json',
        'accept-encoding': 'identity',
        ...(key !== null && { authorization: `Bearer ${key}` })
      }
    })
    const end = await settle(request, bytes, timeoutMs, signal)
    return end.kind === 'reply' ? { ...end, body: withoutKey(end.body) } : end
  }
  return { url: address.url, post, withoutKey }
}

/** Waits for the end of a request, whatever that is; the socket is gone afterwards. */
function settle(
  request: http.ClientRequest,
  body: Uint8Array,
  timeoutMs: number,
  signal: AbortSignal
): Promise<HttpReply | Fault> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      finish()
      request.destroy()
    }
    const fault = (kind: Fault['kind'], detail: string): void =>
      end(() => resolve({ kind, detail }))
    const cancel = (): void =>
      end(() => reject(new AppError('job/cancelled', 'the labelling was stopped')))
    const timer = setTimeout(
      () => fault('timeout', `no whole answer within ${timeoutMs / 1_000} seconds`),
      timeoutMs
    )
    // Stays attached: a destroyed request may still report an error, which is then of no interest.
    request.on('error', (error: NodeJS.ErrnoException) => {
      fault(faultKind(error), error.code ?? error.message)
    })
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let nBytes = 0
      response.on('data', (chunk: Buffer) => {
        nBytes += chunk.length
        if (nBytes > maxReplyBytes) fault('too-large', `more than ${maxReplyBytes} bytes`)
        else chunks.push(chunk)
      })
      response.on('error', (error: NodeJS.ErrnoException) => {
        fault('cut-off', error.code ?? error.message)
      })
      response.on('end', () =>
        end(() =>
          resolve({
            kind: 'reply',
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            body: Buffer.concat(chunks).toString('utf8')
          })
        )
      )
    })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    else request.end(body)
  })
}

const kindsByCode: Readonly<Record<string, Fault['kind']>> = {
  ECONNREFUSED: 'down',
  EHOSTUNREACH: 'down',
  ENETUNREACH: 'down',
  EHOSTDOWN: 'down',
  EADDRNOTAVAIL: 'down',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset'
}

function faultKind({ code = '' }: NodeJS.ErrnoException): Fault['kind'] {
  const kind = kindsByCode[code]
  if (kind !== undefined) return kind
  if (code.startsWith('HPE_')) return 'not-http'
  // OpenSSL's and Node's own codes: EPROTO, ERR_SSL_…, ERR_TLS_…, DEPTH_ZERO_SELF_SIGNED_CERT, CERT_HAS_EXPIRED…
  if (code === 'EPROTO' || /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return 'tls'
  return 'reset'
}
