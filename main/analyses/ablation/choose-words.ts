/** Which words an ablation takes: those of an instruction span, and as many of the context, by a seed. */
import { createHash } from 'node:crypto'
import type { AttributionSide, Span } from '../../../preload/analysis/attribution-record.ts'
import { mulberry32 } from '../../../preload/statistics/mulberry32.ts'
import { promptWords, type PromptWord } from './prompt-words.ts'

export interface ChosenWords {
  readonly nWords: number
  /** Ascending, counted from the first prompt token. */
  readonly instruction: readonly number[]
  readonly context: readonly number[]
}

type Side = Pick<AttributionSide, 'ranges' | 'promptPositions' | 'promptOffset' | 'isSpecial'>

export interface WordsRequest {
  readonly side: Side
  /** Stripped. */
  readonly prompt: string
  readonly spans: readonly Span[]
  /** Index into `spans`. */
  readonly span: number
}

/**
 * Context words lie outside all instruction spans, and no token of theirs is special or an instruction's
 * too; they are drawn without putting back.
 *
 * @param random  whole numbers, uniform in [0, 2³²)
 * @returns       the words, or why there are none, in plain words
 */
export function chooseWords(
  { side, prompt, spans, span }: WordsRequest,
  random: () => number
): ChosenWords | string {
  const own = promptWords(side, prompt, spans[span]!).filter(({ tokens }) => tokens.length > 0)
  if (own.length === 0) return 'the instruction has no word of the prompt'
  const context = contextWords(side, prompt, spans)
  if (context.length < own.length) {
    return `${context.length} context words, ${own.length} needed`
  }
  return {
    nWords: own.length,
    instruction: tokensOf(own),
    context: tokensOf(draw(context, own.length, random))
  }
}

/** The numbers of one span's draw: the same whatever ran before it. */
export function randomOfSpan(seed: number, caseId: string, span: number): () => number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, caseId, span]))
    .digest()
  return mulberry32(digest.readUInt32LE(0))
}

/** A uniform number of 0 … n − 1. */
export function below(n: number, random: () => number): number {
  return Math.floor((random() / 2 ** 32) * n)
}

function contextWords(side: Side, prompt: string, spans: readonly Span[]): PromptWord[] {
  const overlaps = ([from, to]: Span) => spans.some(([start, end]) => from < end && start < to)
  const words = promptWords(side, prompt, [0, Array.from(prompt).length])
  const [first] = side.promptPositions
  const taken = new Set(words.filter(({ span }) => overlaps(span)).flatMap(({ tokens }) => tokens))
  const isFree = (token: number) => !taken.has(token) && !side.isSpecial[first + token]
  return words.filter(
    ({ span, tokens }) => !overlaps(span) && tokens.length > 0 && tokens.every(isFree)
  )
}

/** Some of a list, each at most once, by the first steps of a Fisher–Yates shuffle. */
function draw(words: readonly PromptWord[], count: number, random: () => number): PromptWord[] {
  const left = [...words]
  return Array.from({ length: count }, () => {
    const at = below(left.length, random)
    const [word] = left.splice(at, 1)
    return word!
  })
}

function tokensOf(words: readonly PromptWord[]): number[] {
  return [...new Set(words.flatMap(({ tokens }) => tokens))].sort((a, b) => a - b)
}
