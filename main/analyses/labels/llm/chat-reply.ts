/** The body of an answer of an OpenAI-compatible `chat/completions`, and of its errors. */
import * as v from 'valibot'

export interface ChatReply {
  /** What the model said; null where it said nothing. */
  readonly text: string | null
  /** Cut off at the limit of tokens. */
  readonly isCut: boolean
  /** As the server counts them; 0 where it does not. */
  readonly tokensIn: number
  readonly tokensOut: number
}

const nTokens = v.fallback(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0)

const replySchema = v.object({
  choices: v.pipe(
    v.array(
      v.object({
        message: v.object({ content: v.nullish(v.string()) }),
        finish_reason: v.nullish(v.string())
      })
    ),
    v.minLength(1)
  ),
  usage: v.fallback(
    v.nullish(v.object({ prompt_tokens: nTokens, completion_tokens: nTokens })),
    null
  )
})

/** Servers say it as `{"error": {"message"}}` (OpenAI, vLLM, Ollama) or `{"error": "…"}` (LM Studio). */
const errorSchema = v.object({
  error: v.union([v.string(), v.object({ message: v.string() })])
})

/** @returns the reply, or in plain words why the body is none */
export function readChatReply(body: string): ChatReply | string {
  const parsed = parseJson(body)
  if (parsed === undefined) return `not JSON: ${excerpt(body)}`
  const { success, output, issues } = v.safeParse(replySchema, parsed)
  if (!success) {
    const place = v.getDotPath(issues[0])
    return `not a chat completion (${place ?? 'the whole answer'}: found ${issues[0].received}, expected ${issues[0].expected}): ${excerpt(body)}`
  }
  // minLength
  const [choice] = output.choices as [(typeof output.choices)[number]]
  return {
    text: choice.message.content ?? null,
    isCut: choice.finish_reason === 'length',
    tokensIn: output.usage?.prompt_tokens ?? 0,
    tokensOut: output.usage?.completion_tokens ?? 0
  }
}

/** What a server says about an error, cut short. */
export function readServerWords(body: string): string {
  const { success, output } = v.safeParse(errorSchema, parseJson(body))
  if (!success) return excerpt(body)
  return excerpt(typeof output.error === 'string' ? output.error : output.error.message)
}

const maxExcerptLength = 160

/** The first characters of foreign text in quotes, on one line. */
export function excerpt(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const characters = [...line]
  const isShort = characters.length <= maxExcerptLength
  return JSON.stringify(isShort ? line : `${characters.slice(0, maxExcerptLength).join('')}…`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
