/** How a language model is asked to label concepts, and what that will cost. Pure; nothing is sent here. */
import * as v from 'valibot'

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

export interface CostEstimate {
  readonly nRequests: number
  /** Of these, answered already. */
  readonly nCached: number
  readonly tokensIn: number
  readonly tokensOut: number
  readonly price: number | null
}
