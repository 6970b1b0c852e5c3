/**
 * A real HTTP server on 127.0.0.1 that plays an OpenAI-compatible endpoint, well or badly. It keeps what
 * arrived, so that a test can say what was sent, and that nothing was.
 */
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The JSON that was sent. */
  readonly body: SeenBody
}

export interface SeenBody {
  readonly model: string
  readonly temperature: number
  readonly seed: number
  readonly max_tokens: number
  readonly stream: boolean
  readonly response_format?: unknown
  readonly messages: readonly { readonly role: string; readonly content: string }[]
}

/** What the server does with one request. */
export type Act = (response: ServerResponse, socket: Socket, seen: SeenRequest) => void

export interface FakeEndpoint {
  /** Base for the settings, with /v1. */
  readonly url: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  /** Connections that were ever opened. */
  readonly nConnections: number
  /** Resolves when the next request has arrived. */
  nextRequest(): Promise<SeenRequest>
}

/** @param play  what to do with the request of this index, 0 first */
export async function startFakeEndpoint(
  play: (index: number, seen: SeenRequest) => Act
): Promise<FakeEndpoint> {
  const requests: SeenRequest[] = []
  let waiting: ((seen: SeenRequest) => void)[] = []
  let nConnections = 0
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const { method = '', url: path = '', headers } = request
      const seen = { method, path, headers, body: JSON.parse(text) as SeenBody }
      const index = requests.push(seen) - 1
      waiting.forEach((tell) => tell(seen))
      waiting = []
      play(index, seen)(response, request.socket, seen)
    })
  })
  server.on('connection', (socket) => {
    nConnections++
    sockets.add(socket)
    // The other side breaks off in many tests.
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy())
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    requests,
    get nConnections() {
      return nConnections
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve))
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) text += String(chunk)
  return text
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The body of a chat completion. */
export function completion(
  content: string | null,
  finishReason = 'stop',
  usage: unknown = { prompt_tokens: 100, completion_tokens: 7, total_tokens: 107 }
): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'fake',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content },
        finish_reason: finishReason,
        logprobs: null
      }
    ],
    usage
  })
}

export const says =
  (content: string | null, finishReason?: string): Act =>
  (response) => {
    response.setHeader('content-type', 'application/json')
    response.end(completion(content, finishReason))
  }

export const sends =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Act =>
  (response) => {
    response.writeHead(status, headers)
    response.end(body)
  }

/** Takes the request and never answers. */
export const hangs: Act = () => undefined

/** Breaks the connection off with a reset, before any answer. */
export const resets: Act = (_response, socket) => socket.resetAndDestroy()

/** Announces more than it sends, then breaks off. */
export const breaksOff: Act = (response, socket) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"choices": [', () => socket.destroy())
}

/** One byte now and then, without an end. */
export const trickles: Act = (response) => {
  response.writeHead(200)
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

/** Sends and sends; tells how much was taken by the time the other side hung up. */
export const floods =
  (tell: (nBytes: number) => void): Act =>
  (response, socket) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const chunk = 'x'.repeat(64 * 1024)
    const more = (): void => {
      while (response.writable && response.write(chunk));
    }
    response.on('drain', more)
    response.on('close', () => tell(socket.bytesWritten))
    more()
  }

/** Which of the three questions it is, by the form of the answer that is asked for. */
export function questionOf({ body }: SeenRequest): 'description' | 'tasks' | 'level' {
  const text = body.messages[1]?.content ?? ''
  const found = /Answer as \{"(description|tasks|level)"/.exec(text)?.[1]
  if (!found) throw new Error(`no question known in ${text}`)
  return found as 'description' | 'tasks' | 'level'
}

/** A model that answers as asked; the description holds the seed, so that seeds can be told apart. */
export const answersWell = (_index: number, seen: SeenRequest): Act => says(goodAnswer(seen))

export function goodAnswer(seen: SeenRequest): string {
  switch (questionOf(seen)) {
    case 'description':
      return JSON.stringify({ description: `words about cooking ${seen.body.seed}` })
    case 'tasks':
      return '{"tasks": ["writing"]}'
    case 'level':
      return '{"level": "semantics"}'
  }
}
