/** The words of `attribute` as a request. */
import * as v from 'valibot'
import type {
  AttributionSettings,
  DeviceName,
  Direction,
  Estimator,
  MemoryMode,
  TargetKind
} from '../../preload/data.ts'
import type { AttributionRequest } from '../service/contract.ts'
import { findInstruction, repetitionWarning } from '../tokenizer/instruction-spans.ts'
import { choice, optionValues, wholeNumber } from './option-values.ts'
import { userPath } from './user-path.ts'
import { wrongUse } from './wrong-use.ts'

export const targets = [
  'probability',
  'log-probability',
  'logit',
  'contrastive'
] as const satisfies readonly TargetKind[]
export const responders = ['base', 'tuned', 'own', 'length-matched'] as const
export const directions = ['auto', 'forward', 'reverse'] as const satisfies readonly Direction[]
export const memories = ['auto', 'resident', 'streamed'] as const satisfies readonly MemoryMode[]
export const estimators = ['gradient', 'leave-one-out'] as const satisfies readonly Estimator[]
export const devices = [
  'auto',
  'cpu',
  'webgpu',
  'cuda',
  'dml'
] as const satisfies readonly DeviceName[]

/** Of a response that a model writes, unless told otherwise. */
export const defaultTokens = 256
export const mostTokens = 100_000
export const mostThreads = 1_024

const optionsSchema = v.object({
  base: v.string(),
  tuned: v.optional(v.string()),
  prompt: v.string(),
  response: v.optional(v.string()),
  respond: v.optional(choice(responders)),
  tokens: wholeNumber(1, mostTokens),
  instruction: v.array(v.string()),
  target: choice(targets),
  foil: v.optional(v.string()),
  direction: choice(directions),
  memory: choice(memories),
  estimator: choice(estimators),
  leaveOneOut: v.boolean(),
  chatTemplate: v.boolean(),
  device: choice(devices),
  threads: wholeNumber(0, mostThreads),
  title: v.optional(v.string()),
  json: v.string()
})

export interface AttributeWords {
  readonly request: AttributionRequest
  readonly title: string | null
  readonly jsonFile: string
  readonly warnings: readonly string[]
}

/**
 * @param options  as commander read them
 * @throws CommanderError for values out of range and options that contradict each other
 * @throws AppError `request/invalid` for an instruction that is not in the prompt
 */
export function readAttributeOptions(options: unknown): AttributeWords {
  const words = optionValues(optionsSchema, options)
  assertConsistent(words)
  const found = words.instruction.map((text) => findInstruction(words.prompt, text))
  const settings: AttributionSettings = {
    prompt: words.prompt,
    response: words.response ?? null,
    respond:
      words.response !== undefined
        ? 'given'
        : (words.respond ?? (words.tuned === undefined ? 'base' : 'tuned')),
    nTokensLimit: words.tokens,
    instructionSpans: found.map(({ span }) => span),
    target: words.target,
    foil: words.foil ?? null,
    estimator: words.estimator,
    withLeaveOneOut: words.leaveOneOut,
    useChatTemplate: words.chatTemplate,
    direction: words.direction,
    memory: words.memory,
    device: words.device,
    nThreads: words.threads
  }
  return {
    request: {
      base: userPath(words.base),
      tuned: words.tuned === undefined ? null : userPath(words.tuned),
      settings
    },
    title: words.title ?? null,
    jsonFile: userPath(words.json),
    warnings: found.map(repetitionWarning).filter((warning) => warning !== undefined)
  }
}

function assertConsistent(words: v.InferOutput<typeof optionsSchema>): void {
  const { response, respond, tuned, foil, target, estimator, leaveOneOut } = words
  if (response !== undefined && respond !== undefined) {
    throw wrongUse('--response and --respond: found both, expected one of them')
  }
  if (tuned === undefined && (respond === 'tuned' || respond === 'length-matched')) {
    throw wrongUse(`--respond ${respond}: needs --tuned`)
  }
  if (foil !== undefined && target !== 'contrastive') {
    throw wrongUse(`--foil: needs --target contrastive, found ${target}`)
  }
  if (leaveOneOut && estimator === 'leave-one-out') {
    throw wrongUse('--leave-one-out: runs beside the gradient, found --estimator leave-one-out')
  }
}
