// method.md section 1, "Sequence".
import { AppError } from '../errors.ts'
import { stripText } from './strip-text.ts'
import type { Encoding, Tokenizer } from './tokenizer.ts'

/** Half-open, into the ids of the sequence. */
export type Positions = readonly [number, number]

export interface Sequence extends Encoding {
  /** What was tokenised; ranges count its code points. The stripped prompt is its beginning. */
  readonly text: string
  /** The prompt in it: stripped, or as the template gave it. */
  readonly prompt: string
  readonly response: string
  readonly promptPositions: Positions
  readonly responsePositions: Positions
  /** The prompt's last tokens and the response's first ones merged: the prompt ends before them. */
  readonly seamMerged: boolean
  /** No response: no map, score 0. */
  readonly isResponseEmpty: boolean
}

export interface SequenceOptions {
  /**
   * The prompt is the output of a chat template, which ends where the answer begins: it is neither
   * stripped nor followed by a space.
   */
  readonly isTemplated?: boolean
}

/**
 * The sequence of a prompt and a given response: `strip(prompt) + " " + strip(response)`, tokenised
 * once. The prompt's tokens are the first N = len(tokens(strip(prompt))), the rest are the
 * response's; what the tokenizer adds around the text (BOS, EOS) belongs to neither.
 *
 * An empty response is allowed and marked; it is then the prompt alone that is tokenised.
 *
 * @throws AppError request/invalid when the prompt is empty or no token is the prompt's own
 */
export function buildSequence(
  tokenizer: Tokenizer,
  prompt: string,
  response: string,
  { isTemplated = false }: SequenceOptions = {}
): Sequence {
  const before = isTemplated ? prompt : stripText(prompt)
  const after = stripText(response)
  if (stripText(before) === '') {
    throw new AppError('request/invalid', 'prompt: empty, expected some text', {
      hint: 'Type a prompt.'
    })
  }
  const joint = isTemplated ? before + after : `${before} ${after}`
  const text = after === '' ? before : joint
  const promptIds = tokenizer.encode(before, { addSpecialTokens: false }).ids
  const encoding = tokenizer.encode(text, { addSpecialTokens: true })
  const first = tokenizer.addedBefore.length
  const last = encoding.ids.length - tokenizer.addedAfter.length
  const nTokens = commonLength(promptIds, encoding.ids.slice(first, last))
  if (nTokens === 0) {
    throw new AppError('request/invalid', 'prompt: no token of its own, expected at least one', {
      hint: 'Use a longer prompt: its only token merges with the response.'
    })
  }
  return {
    ...encoding,
    text,
    prompt: before,
    response: after,
    promptPositions: [first, first + nTokens],
    responsePositions: [first + nTokens, last],
    seamMerged: nTokens < promptIds.length,
    isResponseEmpty: after === ''
  }
}

export interface GeneratedSequence extends Sequence {
  /**
   * The text's own tokens are those that the model generated. When false, the model chose another
   * spelling of the same text than the tokenizer does, and the map is of the tokenizer's.
   */
  readonly keepsGeneratedIds: boolean
}

/**
 * The sequence of a prompt and a generated response: the ids are decoded without special tokens (the
 * stop token among them) and the text is tokenised as any other response, so that both models of a
 * pair, and a response pasted back later, give the same sequence.
 *
 * @param generated  ids that followed the prompt
 */
export function buildGeneratedSequence(
  tokenizer: Tokenizer,
  prompt: string,
  generated: readonly number[],
  options: SequenceOptions = {}
): GeneratedSequence {
  const sequence = buildSequence(tokenizer, prompt, tokenizer.decode(generated), options)
  const [from, to] = sequence.responsePositions
  const plain = generated.filter((id) => !tokenizer.specialIds.has(id))
  const own = sequence.ids.slice(from, to)
  const keepsGeneratedIds = own.length === plain.length && commonLength(own, plain) === plain.length
  return { ...sequence, keepsGeneratedIds }
}

/** How many ids two lists share from the start. */
function commonLength(a: readonly number[], b: readonly number[]): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i
  return shorter
}
