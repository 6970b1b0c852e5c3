import type { ChatMessage } from '../../../../preload/analysis/concepts/annotation-questions.ts'
import { AppError } from '../../../errors.ts'
import { readChatReply, readServerWords } from './chat-reply.ts'
import type { ChatReply } from './chat-reply.ts'
import type { Clock } from './clock.ts'
import type { Connection, HttpReply } from './connection.ts'
import { faultError, isPassing } from './fault.ts'
import type { Fault } from './fault.ts'
import { backoffMs, Pace, retryAfterMs } from './waits.ts'

export interface ChatRequest {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly temperature: number
  readonly seed: number
  readonly maxTokens: number
}

export type ChatOutcome = { readonly nRequests: number } & (
  | ({ readonly kind: 'reply' } & ChatReply)
  /** The server is well but could not answer this one question. */
  | { readonly kind: 'unanswered'; readonly problem: string }
)

export interface ChatEndpointOptions {
  readonly connection: Connection
  readonly clock: Clock
  readonly requestsPerMinute: number
  readonly nRetries: number
}

/** Questions in a row that a server that has answered before may leave unanswered. */
const patience = 5

/**
 * One endpoint during one run: asks one question at a time, waits and tries again where that can help,
 * and remembers what the server has shown of itself.
 */
export class ChatEndpoint {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #pace: Pace
  readonly #nRetries: number
  /** Whether the server takes `response_format`; believed until it says otherwise. */
  #takesJsonFormat = true
  #nUnansweredLeft = 0

  constructor({ connection, clock, requestsPerMinute, nRetries }: ChatEndpointOptions) {
    this.#connection = connection
    this.#clock = clock
    this.#pace = new Pace(requestsPerMinute, clock)
    this.#nRetries = nRetries
  }

  get url(): string {
    return this.#connection.url
  }

  /** This endpoint has answered before, so a question that it cannot answer does not end the run. */
  trust(): void {
    this.#nUnansweredLeft = patience
  }

  /**
   * @throws AppError `endpoint/unreachable` or `endpoint/refused` where going on makes no sense;
   *   `job/cancelled` as soon as the signal is aborted
   */
  async ask(request: ChatRequest, signal: AbortSignal): Promise<ChatOutcome> {
    let nRequests = 0
    for (let nFailed = 0; ;) {
      await this.#pace.turn(signal)
      nRequests++
      const withFormat = this.#takesJsonFormat
      const outcome = await this.#connection.post(
        '/chat/completions',
        JSON.stringify(bodyOf(request, withFormat)),
        signal
      )
      if (withFormat && refusesJsonFormat(outcome)) {
        this.#takesJsonFormat = false
        continue
      }
      if (isWorthAnotherTry(outcome) && nFailed < this.#nRetries) {
        await this.#clock.sleep(this.#waitMs(outcome, nFailed), signal)
        nFailed++
        continue
      }
      const reply = this.#judge(outcome, nFailed + 1)
      if (typeof reply !== 'string') {
        this.trust()
        // Once more, as the text may have been escaped in the body.
        const text = reply.text === null ? null : this.#connection.withoutKey(reply.text)
        return { kind: 'reply', nRequests, ...reply, text }
      }
      if (this.#nUnansweredLeft === 0) throw refusal(this.url, reply, shapeHint)
      this.#nUnansweredLeft--
      return { kind: 'unanswered', nRequests, problem: reply }
    }
  }

  /** The reply, or why this question has none; throws where the next one would fare no better. */
  #judge(outcome: HttpReply | Fault, nTries: number): ChatReply | string {
    if (outcome.kind === 'too-large') return `the answer has ${outcome.detail}`
    if (outcome.kind !== 'reply') throw faultError(this.url, outcome, nTries)
    const { status, body } = outcome
    if (status >= 200 && status < 300) return readChatReply(body)
    const said = `status ${status}${body.trim() === '' ? '' : `, ${this.#connection.withoutKey(readServerWords(body))}`}`
    const hint = fatalHint(status)
    if (hint === null) return said
    throw refusal(this.url, nTries > 1 ? `${said} after ${nTries} tries` : said, hint)
  }

  #waitMs(outcome: HttpReply | Fault, nFailed: number): number {
    const asked =
      outcome.kind === 'reply' ? retryAfterMs(outcome.retryAfter, this.#clock.nowMs()) : null
    return asked ?? backoffMs(nFailed, this.#clock.random)
  }
}

function bodyOf(
  { model, messages, temperature, seed, maxTokens }: ChatRequest,
  withFormat: boolean
) {
  return {
    model,
    messages,
    temperature,
    seed,
    max_tokens: maxTokens,
    stream: false,
    ...(withFormat && { response_format: { type: 'json_object' } })
  }
}

/** Some servers know no `json_object` (LM Studio), some nothing of the field; they name it then. */
function refusesJsonFormat(outcome: HttpReply | Fault): boolean {
  if (outcome.kind !== 'reply' || outcome.status < 400) return false
  return /response_format|json_object|json mode/i.test(outcome.body)
}

function isWorthAnotherTry(outcome: HttpReply | Fault): boolean {
  if (outcome.kind !== 'reply') return isPassing(outcome)
  return outcome.status === 408 || outcome.status === 429 || outcome.status >= 500
}

const shapeHint = 'Look whether the address is that of an OpenAI-compatible interface.'

/** What to do about a status that the next question would meet too; null where it is this question's own. */
function fatalHint(status: number): string | null {
  if (status >= 300 && status < 400) {
    return 'The server sends on to another address, which is not followed; name that address itself if you trust it.'
  }
  switch (status) {
    case 401:
    case 403:
      return 'Give the key that the server expects.'
    case 404:
      return "Correct the model's name, or the address: many servers want /v1 at its end."
    case 405:
      return shapeHint
    case 408:
      return "Look into the server's own log, or allow more seconds for an answer."
    case 429:
      return 'Allow fewer requests a minute, or resume the run later.'
    case 500:
      return null
    default:
      return status > 500 ? "Look into the server's own log, then resume the run." : null
  }
}

function refusal(url: string, what: string, hint: string): AppError {
  return new AppError('endpoint/refused', `${url}: ${what}`, { hint })
}
