/** How a language model is asked to label concepts, and what that will cost. Pure; nothing is sent here. */
import * as v from 'valibot'
import { describeQuestion, levelQuestion, tasksQuestion } from './annotation-questions.ts'
import type { ChatMessage } from './annotation-questions.ts'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const price = v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0)))

export const annotationSettingsSchema = v.strictObject({
  /** Base of an OpenAI-compatible interface, such as http://127.0.0.1:8080/v1. */
  url: v.pipe(v.string(), v.maxLength(2_000)),
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  seeds: v.pipe(v.array(count), v.minLength(1), v.maxLength(20)),
  /** Of the describing question; the other two are asked at 0. */
  describeTemperature: v.pipe(v.number(), v.minValue(0), v.maxValue(2)),
  timeoutSeconds: v.pipe(v.number(), v.minValue(1), v.maxValue(3_600)),
  /** 0 for no limit. */
  requestsPerMinute: count,
  nRetries: v.pipe(count, v.maxValue(10)),
  maxTokens: v.pipe(count, v.minValue(16), v.maxValue(8_192)),
  /** Words of a concept that are shown. */
  nWords: v.pipe(count, v.minValue(1), v.maxValue(200)),
  /** Null for every layer of the result. */
  layers: v.nullable(v.array(count)),
  /** Leading concepts of a layer. */
  nDirections: v.pipe(count, v.minValue(1), v.maxValue(100_000)),
  /** In any currency; null where it is not known. */
  pricePerMillionIn: price,
  pricePerMillionOut: price
})

export type AnnotationSettings = Readonly<v.InferOutput<typeof annotationSettingsSchema>>

/** Off until the user names an endpoint and a model: both are empty, and nothing can be asked. */
export const defaultAnnotationSettings: AnnotationSettings = {
  url: '',
  model: '',
  seeds: [1, 2, 3],
  describeTemperature: 0.7,
  timeoutSeconds: 120,
  requestsPerMinute: 0,
  nRetries: 4,
  maxTokens: 512,
  nWords: 25,
  layers: null,
  nDirections: 10,
  pricePerMillionIn: null,
  pricePerMillionOut: null
}

export interface CostEstimate {
  readonly nRequests: number
  /** Of these, answered already. */
  readonly nCached: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly price: number | null
}

/** Describe, tasks, level. */
export const nQuestions = 3

/** Characters a token, in English prose; single words, quoted one by one, take more tokens. */
const charsPerToken = { prose: 4, words: 3 } as const
/** Tokens of an answer as asked for. A model that thinks aloud writes many times more. */
const tokensPerAnswer = 20
const typicalDescription = 'words about cooking'

/**
 * What labelling will cost, roughly: tokens from characters, answers as short as they are asked for, no
 * repeated requests.
 *
 * @param nConcepts        concepts of all layers and models, each asked once a seed
 * @param charsPerConcept  mean characters of a concept's words as `shownWords` writes them
 * @param nCached          answers that are known already and cost nothing
 * @returns tokens and price of what is still to be sent
 */
export function estimateCost(
  settings: Pick<AnnotationSettings, 'seeds' | 'pricePerMillionIn' | 'pricePerMillionOut'>,
  nConcepts: number,
  charsPerConcept: number,
  nCached: number
): CostEstimate {
  const nAsked = nConcepts * new Set(settings.seeds).size
  const nRequests = nAsked * nQuestions
  const openShare = nRequests === 0 ? 0 : (nRequests - Math.min(nCached, nRequests)) / nRequests
  const prose = wordingChars() / charsPerToken.prose
  const words = (nQuestions * charsPerConcept) / charsPerToken.words
  const tokensIn = Math.round(nAsked * (prose + words) * openShare)
  const tokensOut = Math.round(nRequests * tokensPerAnswer * openShare)
  const { pricePerMillionIn, pricePerMillionOut } = settings
  return {
    nRequests,
    nCached: Math.min(nCached, nRequests),
    tokensIn,
    tokensOut,
    price:
      pricePerMillionIn === null || pricePerMillionOut === null
        ? null
        : (tokensIn * pricePerMillionIn + tokensOut * pricePerMillionOut) / 1e6
  }
}

/** Characters of the three questions without the words. */
function wordingChars(): number {
  const questions: readonly (readonly ChatMessage[])[] = [
    describeQuestion([]),
    tasksQuestion([], typicalDescription),
    levelQuestion([], typicalDescription)
  ]
  return questions.flat().reduce((sum, { content }) => sum + content.length, 0)
}
