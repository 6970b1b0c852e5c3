/** The words of `concepts` as a request. */
import * as v from 'valibot'
import { defaultConceptsSettings } from '../../preload/analysis/concepts/record.ts'
import type { ConceptsRequest } from '../service/contract.ts'
import { mostThreads } from './attribute-options.ts'
import { layerList } from './layer-list.ts'
import { optionValues, wholeNumber } from './option-values.ts'
import { userPath } from './user-path.ts'

const optionsSchema = v.object({
  base: v.string(),
  tuned: v.optional(v.string()),
  words: v.optional(v.string()),
  layers: v.optional(v.string()),
  count: wholeNumber(1, 100_000),
  top: wholeNumber(1, 1_000),
  threshold: v.pipe(
    v.string(),
    v.regex(/^(0|1|0?\.\d{1,6}|1\.0{1,6})$/, 'a number from 0 to 1'),
    v.transform(Number)
  ),
  threads: wholeNumber(0, mostThreads),
  directions: v.optional(v.string()),
  title: v.optional(v.string()),
  json: v.string()
})

export interface ConceptsWords {
  readonly request: ConceptsRequest
  readonly title: string | null
  readonly jsonFile: string
  /** Where the directions go; null writes none. */
  readonly directionsFile: string | null
}

/** @throws CommanderError for values out of range */
export function readConceptsOptions(options: unknown): ConceptsWords {
  const words = optionValues(optionsSchema, options)
  const directionsFile = words.directions === undefined ? null : userPath(words.directions)
  return {
    request: {
      base: userPath(words.base),
      tuned: words.tuned === undefined ? null : userPath(words.tuned),
      words: words.words === undefined ? null : userPath(words.words),
      settings: {
        ...defaultConceptsSettings,
        layers: words.layers === undefined ? null : layerList(words.layers),
        nDirections: words.count,
        nWords: words.top,
        partnerThreshold: words.threshold,
        keepDirections: directionsFile !== null,
        nThreads: words.threads
      }
    },
    title: words.title ?? null,
    jsonFile: userPath(words.json),
    directionsFile
  }
}
