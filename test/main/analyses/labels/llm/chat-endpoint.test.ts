import { describe, expect, it } from 'vitest'
import { ChatEndpoint } from '../../../../../main/analyses/labels/llm/chat-endpoint.ts'
import { systemClock } from '../../../../../main/analyses/labels/llm/clock.ts'
import type { Clock } from '../../../../../main/analyses/labels/llm/clock.ts'
import { openConnection } from '../../../../../main/analyses/labels/llm/connection.ts'
import { AppError } from '../../../../../main/errors.ts'
import { FakeClock } from '../../../../helpers/fake-clock.ts'
import {
  breaksOff,
  closedPort,
  completion,
  hangs,
  resets,
  says,
  sends,
  startFakeEndpoint
} from '../../../../helpers/fake-endpoint.ts'
import type { Act } from '../../../../helpers/fake-endpoint.ts'

const key = 'sk-very-secret-0123456789'
const never = new AbortController().signal
const request = {
  model: 'm',
  messages: [{ role: 'user', content: 'hello' }],
  temperature: 0.3,
  seed: 5,
  maxTokens: 64
} as const

interface Options {
  readonly nRetries?: number
  readonly requestsPerMinute?: number
  readonly timeoutMs?: number
  readonly clock?: Clock
}

function reach(
  url: string,
  { nRetries = 3, requestsPerMinute = 0, timeoutMs = 5_000, clock = new FakeClock() }: Options = {}
) {
  const connection = openConnection({ url, key, timeoutMs })
  return new ChatEndpoint({ connection, clock, requestsPerMinute, nRetries })
}

/** A server that does these things one after the other, the last one for good. */
async function serve(acts: readonly Act[], options: Options = {}) {
  const server = await startFakeEndpoint((index) => acts[Math.min(index, acts.length - 1)]!)
  return { server, endpoint: reach(server.url, options) }
}

/** The AppError that the question ends with, which never names the key. */
async function refusalOf(endpoint: ChatEndpoint): Promise<AppError> {
  const error = await endpoint.ask(request, never).then(
    (outcome) => {
      throw new Error(`answered with ${JSON.stringify(outcome)}`)
    },
    (thrown: unknown) => thrown
  )
  if (!(error instanceof AppError)) throw error
  expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain(key)
  return error
}

describe('a question', () => {
  it('is sent as asked, for an answer in JSON', async () => {
    const { server, endpoint } = await serve([says('hi')])
    expect(await endpoint.ask(request, never)).toEqual({
      kind: 'reply',
      nRequests: 1,
      text: 'hi',
      isCut: false,
      tokensIn: 100,
      tokensOut: 7
    })
    expect(server.requests[0]?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
      temperature: 0.3,
      seed: 5,
      max_tokens: 64,
      stream: false,
      response_format: { type: 'json_object' }
    })
  })

  it.each([
    ['LM Studio', 400, `{"error":"'response_format.type' must be 'json_schema' or 'text'"}`],
    ['a strict server', 422, '{"detail":[{"loc":["body","response_format"],"msg":"extra field"}]}'],
    ['an old llama.cpp', 500, '{"error":{"message":"response_format type must be \\"text\\""}}']
  ])(
    'goes without the JSON format from then on where %s refuses it',
    async (_name, status, body) => {
      const clock = new FakeClock()
      const { server, endpoint } = await serve([sends(status, body), says('hi')], {
        clock,
        nRetries: 0
      })
      expect(await endpoint.ask(request, never)).toMatchObject({ text: 'hi', nRequests: 2 })
      await endpoint.ask(request, never)
      const formats = server.requests.map(({ body }) => 'response_format' in body)
      expect(formats).toEqual([true, false, false])
      expect(clock.waitsMs).toEqual([])
    }
  )

  it('is not repeated for ever by a server that always speaks of the format', async () => {
    const { server, endpoint } = await serve([sends(400, 'response_format')])
    expect((await refusalOf(endpoint)).message).toContain('status 400')
    expect(server.requests).toHaveLength(2)
  })

  it('waits for its turn where requests are limited, repeated ones too', async () => {
    const clock = new FakeClock()
    const { endpoint } = await serve(
      [says('a'), sends(503, '', { 'retry-after': '0' }), says('b')],
      {
        clock,
        requestsPerMinute: 60
      }
    )
    await endpoint.ask(request, never)
    await endpoint.ask(request, never)
    expect(clock.waitsMs).toEqual([1_000, 0, 1_000])
  })
})

describe('another try', () => {
  it.each([
    ['500', sends(500, 'oops')],
    ['503', sends(503)],
    ['408', sends(408)],
    ['429', sends(429)],
    ['a reset', resets],
    ['an answer that breaks off', breaksOff],
    ['a timeout', hangs]
  ])('follows %s, after a wait that grows', async (_name, act) => {
    const clock = new FakeClock()
    const { server, endpoint } = await serve([act, act, says('fine')], { clock, timeoutMs: 200 })
    expect(await endpoint.ask(request, never)).toMatchObject({ text: 'fine', nRequests: 3 })
    expect(clock.waitsMs).toEqual([750, 1_500])
    expect(server.requests[2]?.body).toEqual(server.requests[0]?.body)
  })

  it('waits as long as the server asks for, in seconds or until a date', async () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1))
    const { endpoint } = await serve(
      [
        sends(429, '', { 'retry-after': '7' }),
        sends(503, '', { 'retry-after': 'Thu, 01 Jan 2026 00:00:10 GMT' }),
        sends(429, '', { 'retry-after': '99999' }),
        says('fine')
      ],
      { clock }
    )
    await endpoint.ask(request, never)
    expect(clock.waitsMs).toEqual([7_000, 3_000, 120_000])
  })

  it.each([400, 401, 403, 404])('never follows %i', async (status) => {
    const clock = new FakeClock()
    const { server, endpoint } = await serve([sends(status, 'no'), says('fine')], { clock })
    await refusalOf(endpoint)
    expect(server.requests).toHaveLength(1)
    expect(clock.waitsMs).toEqual([])
  })

  it('is not made more often than allowed', async () => {
    const { server, endpoint } = await serve([sends(503, 'overloaded')], { nRetries: 2 })
    expect((await refusalOf(endpoint)).message).toMatch(/status 503, "overloaded" after 3 tries$/)
    expect(server.requests).toHaveLength(3)
  })
})

describe('in plain words', () => {
  const refusals: readonly (readonly [number, string, RegExp, RegExp])[] = [
    [
      401,
      `{"error":{"message":"Incorrect API key provided: ${key}"}}`,
      /provided: \[key\]"/,
      /key/
    ],
    [403, '', /status 403$/, /key/],
    [404, `{"error":{"message":"model 'm' not found"}}`, /"model 'm' not found"/, /model's name/],
    [404, '404 page not found', /page not found/, /\/v1/],
    [405, '', /status 405/, /OpenAI-compatible/],
    [429, 'slow down', /"slow down" after 4 tries/, /fewer requests/],
    [408, '', /status 408 after 4 tries/, /more seconds/],
    [502, '<html>Bad\n gateway</html>', /"<html>Bad gateway<\/html>"/, /server's own log/],
    [307, '', /status 307/, /not followed/],
    [400, '{"error":{"message":"context too long"}}', /"context too long"/, /OpenAI-compatible/],
    [200, '<html>Hello</html>', /not JSON: "<html>Hello<\/html>"/, /OpenAI-compatible/],
    [200, '{"choices": [{"mess', /not JSON/, /OpenAI-compatible/],
    [200, '', /not JSON: ""/, /OpenAI-compatible/],
    [200, '{"hello": 1}', /not a chat completion \(choices: found undefined/, /OpenAI-compatible/],
    [200, '{"choices": []}', /choices: found 0, expected >=1/, /OpenAI-compatible/],
    [200, '{"choices": [{"message": {"content": 7}}]}', /choices\.0\.message\.content/, /OpenAI/],
    [200, '[]', /not a chat completion/, /OpenAI-compatible/],
    [200, 'null', /not a chat completion/, /OpenAI-compatible/]
  ]
  it.each(refusals)(
    'a first answer of status %i and %j is refused',
    async (status, body, message, hint) => {
      const { server, endpoint } = await serve([sends(status, body)])
      const error = await refusalOf(endpoint)
      expect(error.code).toBe('endpoint/refused')
      expect(error.message).toMatch(message)
      expect(error.message.startsWith(server.url)).toBe(true)
      expect(error.hint).toMatch(hint)
    }
  )

  it('shows only the start of what a server says', async () => {
    const { endpoint } = await serve([sends(200, 'x'.repeat(5_000))])
    expect((await refusalOf(endpoint)).message.length).toBeLessThan(300)
  })

  it('says at once that nothing answers there', async () => {
    const clock = new FakeClock()
    const error = await refusalOf(reach(`http://127.0.0.1:${await closedPort()}/v1`, { clock }))
    expect(error.code).toBe('endpoint/unreachable')
    expect(error.message).toMatch(/nothing answers there \(ECONNREFUSED\)/)
    expect(error.hint).toMatch(/Start the server/)
    expect(clock.waitsMs).toEqual([])
  })

  it.each([
    ['hangs', hangs, /too long \(no whole answer within 0\.1 seconds, 2 tries\)/],
    ['resets', resets, /broke the connection off \(ECONNRESET, 2 tries\)/],
    ['breaks off', breaksOff, /broke off in the middle \(ECONNRESET, 2 tries\)/]
  ])('says that a server which %s cannot be reached', async (_name, act, message) => {
    const { endpoint } = await serve([act], { timeoutMs: 100, nRetries: 1 })
    const error = await refusalOf(endpoint)
    expect(error.code).toBe('endpoint/unreachable')
    expect(error.message).toMatch(message)
  })
})

describe('a server that has answered', () => {
  it('may leave some questions in a row unanswered, then the run ends', async () => {
    const { endpoint } = await serve([says('hi'), sends(400, 'context too long')])
    await endpoint.ask(request, never)
    for (let i = 0; i < 5; i++) {
      expect(await endpoint.ask(request, never)).toEqual({
        kind: 'unanswered',
        nRequests: 1,
        problem: 'status 400, "context too long"'
      })
    }
    await expect(endpoint.ask(request, never)).rejects.toMatchObject({ code: 'endpoint/refused' })
  })

  it('is still given up at once where the next question would fare no better', async () => {
    const { endpoint } = await serve([says('hi'), sends(401)])
    await endpoint.ask(request, never)
    await expect(endpoint.ask(request, never)).rejects.toMatchObject({ code: 'endpoint/refused' })
  })

  it('may be known from an earlier run', async () => {
    const { endpoint } = await serve([sends(200, 'rubbish')])
    endpoint.trust()
    expect(await endpoint.ask(request, never)).toMatchObject({ kind: 'unanswered' })
  })
})

describe('an answer', () => {
  it('may say nothing, be cut off, or have no counts', async () => {
    const { endpoint } = await serve([
      sends(200, completion(null, 'stop')),
      sends(200, completion('{"a', 'length')),
      sends(200, completion('x', 'stop', null)),
      sends(200, completion('x', 'stop', { prompt_tokens: 'many', completion_tokens: -1 }))
    ])
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(await endpoint.ask(request, never))
    expect(answers).toMatchObject([
      { text: null, isCut: false },
      { text: '{"a', isCut: true },
      { text: 'x', tokensIn: 0, tokensOut: 0 },
      { text: 'x', tokensIn: 0, tokensOut: 0 }
    ])
  })

  it('is read whatever the server calls its type', async () => {
    const { endpoint } = await serve([
      sends(200, completion('x'), { 'content-type': 'text/html; charset=utf-8' })
    ])
    expect(await endpoint.ask(request, never)).toMatchObject({ text: 'x' })
  })

  it('does not bring the key back, however it is escaped', async () => {
    const escaped = key.replace('s', '\\u0073')
    const body = completion('PLACE').replace('PLACE', `it is ${escaped}`)
    const { endpoint } = await serve([sends(200, body)])
    expect(await endpoint.ask(request, never)).toMatchObject({ text: 'it is [key]' })
  })
})

describe('a cancelled question', () => {
  it.each([
    ['while it waits for the server', hangs, {}],
    ['while it waits for another try', sends(503, '', { 'retry-after': '60' }), {}],
    ['while it waits for its turn', says('hi'), { requestsPerMinute: 1 }]
  ])('ends within 100 ms %s', async (_name, act, options) => {
    const { server, endpoint } = await serve([act], { clock: systemClock, ...options })
    const controller = new AbortController()
    const arrived = server.nextRequest()
    const asked = (async () => {
      await endpoint.ask(request, controller.signal)
      await endpoint.ask(request, controller.signal)
    })().catch((thrown: unknown) => thrown)
    await arrived
    await new Promise((resolve) => setTimeout(resolve, 60))
    const startedMs = performance.now()
    controller.abort()
    expect(await asked).toMatchObject({ code: 'job/cancelled' })
    expect(performance.now() - startedMs).toBeLessThan(100)
    expect(server.requests).toHaveLength(1)
  })
})
