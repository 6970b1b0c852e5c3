// Chat templates (trust.md PAR-45): @huggingface/jinja in a thread that can be killed, with caps on
// template, memory, time and output.
import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.ts'
import { chatTemplateProgram } from './chat-template-program.ts'
import type { TemplateJob, TemplateMessage, TemplateReply } from './chat-template-worker.ts'
import { countPoints } from './code-points.ts'
import type { Span } from './instruction-spans.ts'
import type { Sequence } from './sequence.ts'

export type { TemplateMessage } from './chat-template-worker.ts'

/** trust.md PAR-08, in UTF-16 units. */
export const longestTemplate = 1_000_000
export const longestOutput = 1_000_000

export interface ChatTemplateRequest {
  readonly template: string
  /** The last message of the user is the prompt; give it stripped. */
  readonly messages: readonly TemplateMessage[]
  readonly bosToken?: string | undefined
  readonly eosToken?: string | undefined
  /** The tokenizer puts a BOS before every text: one that the template writes is then dropped. */
  readonly addsBos: boolean
}

/** For the thread to load, which the template has no part in. */
const startupMs = 20_000

export interface ChatTemplateLimits {
  /** For the template; 2 s unless told. */
  readonly timeoutMs?: number
}

export interface RenderedChat {
  /** Ends where the answer begins. */
  readonly text: string
  /** Where the user's last message stands in it, in code points. */
  readonly userRange: Span
}

/** A text that no template looks for: private use, and no white space to be trimmed. */
const probe = '\uE000\uE0FF\uE000'

/**
 * The prompt as the folder's chat template writes it.
 *
 * @throws AppError checkpoint/malformed (no template), checkpoint/unsupported (fails, takes too long
 *   or too much), request/invalid (the template refuses the messages, or changes the prompt)
 */
export async function renderChatTemplate(
  request: ChatTemplateRequest,
  limits: ChatTemplateLimits = {}
): Promise<RenderedChat> {
  const { template, messages, addsBos, bosToken = '', eosToken = '' } = request
  if (template.length > longestTemplate) {
    throw refusal(
      'checkpoint/malformed',
      `${template.length} characters long, expected at most ${longestTemplate}`
    )
  }
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const content = messages[last]?.content
  if (content === undefined || content === '') {
    throw new AppError('request/invalid', 'messages: none of the user, expected at least one')
  }
  const probed = messages.map((each, i) => (i === last ? { ...each, content: probe } : each))
  const job = { template, conversations: [messages, probed], bosToken, eosToken, longestOutput }
  const [text = '', frame = ''] = await renderInThread(job, limits)
  const start = locate(text, frame, content)
  const dropped = addsBos && bosToken !== '' && text.startsWith(bosToken) ? bosToken.length : 0
  const from = countPoints(text.slice(dropped, start))
  return { text: text.slice(dropped), userRange: [from, from + countPoints(content)] }
}

/** Unit at which the content stands: where the probe stood, if all around it is the same. */
function locate(text: string, frame: string, content: string): number {
  const at = frame.indexOf(probe)
  const isSame = at >= 0 && text === frame.slice(0, at) + content + frame.slice(at + probe.length)
  if (isSame) return at
  const found = text.indexOf(content)
  if (found >= 0 && text.indexOf(content, found + 1) < 0) return found
  throw new AppError(
    'request/invalid',
    'chat template: the prompt does not stand unchanged, once, in its output',
    { hint: 'Run without the chat template.' }
  )
}

/** Which prompt tokens are the template's: those whose characters are not the user's. */
export function isTemplateToken(
  sequence: Pick<Sequence, 'ranges' | 'promptPositions'>,
  userRange: Span
): readonly boolean[] {
  return sequence.ranges
    .slice(...sequence.promptPositions)
    .map(([start, end]) => end <= userRange[0] || start >= userRange[1])
}

function renderInThread(job: TemplateJob, limits: ChatTemplateLimits): Promise<readonly string[]> {
  const timeoutMs = limits.timeoutMs ?? 2000
  const worker = new Worker(chatTemplateProgram(), {
    workerData: job,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }
  })
  let timer: NodeJS.Timeout | undefined
  return new Promise<readonly string[]>((resolve, reject) => {
    const allow = (ms: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        reject(refusal('checkpoint/unsupported', `still running after ${ms} ms`))
      }, ms)
    }
    allow(startupMs)
    worker.on('message', (reply: TemplateReply) => {
      if (reply.kind === 'ready') allow(timeoutMs)
      else if (reply.kind === 'rendered') resolve(reply.texts)
      else reject(errorOf(reply))
    })
    worker.once('error', (cause) => {
      reject(refusal('checkpoint/unsupported', `stopped: ${messageOf(cause)}`, cause))
    })
    worker.once('exit', (code) => {
      reject(refusal('checkpoint/unsupported', `stopped with code ${code}`))
    })
  }).finally(() => {
    clearTimeout(timer)
    return worker.terminate()
  })
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function errorOf(reply: Exclude<TemplateReply, { kind: 'rendered' | 'ready' }>): AppError {
  switch (reply.kind) {
    case 'malformed':
      return refusal('checkpoint/malformed', `no template: ${reply.message}`)
    case 'raised':
      return refusal('request/invalid', `refuses the messages: ${reply.message}`)
    case 'failed':
      return refusal('checkpoint/unsupported', `fails: ${reply.message}`)
    case 'too-long':
      return refusal(
        'checkpoint/unsupported',
        `writes ${reply.length} characters, expected at most ${longestOutput}`
      )
  }
}

function refusal(
  code: 'checkpoint/malformed' | 'checkpoint/unsupported' | 'request/invalid',
  found: string,
  cause?: unknown
): AppError {
  return new AppError(code, `chat template: ${found}`, {
    hint: 'Run without the chat template.',
    ...(cause !== undefined && { cause })
  })
}
