import { createHash } from 'node:crypto'
import { wordingVersion } from '../../../../preload/analysis/concepts/annotation-questions.ts'
import type { ChatRequest } from './chat-endpoint.ts'

/**
 * Answers that were given before, as the JSON object that was asked for. Only sound ones are remembered,
 * so that others are asked again.
 */
export interface AnswerCache {
  lookup(key: string): Promise<string | null>
  remember(key: string, answer: string): Promise<void>
}

/**
 * SHA-256, hex, over all that an answer depends on: endpoint, model, wording, temperature, seed and the
 * messages, which hold the words. The limit of tokens is left out: an answer that it cut is not sound.
 */
export function answerKey(
  url: string,
  { model, temperature, seed, messages }: Omit<ChatRequest, 'maxTokens'>
): string {
  const said = messages.map(({ role, content }) => [role, content])
  return createHash('sha256')
    .update(JSON.stringify([url, model, wordingVersion, temperature, seed, said]))
    .digest('hex')
}
