/** The words of `heads` as a request. */
import * as v from 'valibot'
import { defaultHeadsSettings } from '../../preload/analysis/heads/record.ts'
import type { HeadsRequest } from '../service/contract.ts'
import { mostThreads } from './attribute-options.ts'
import { layerList } from './layer-list.ts'
import { optionValues, wholeNumber } from './option-values.ts'
import { userPath } from './user-path.ts'

const optionsSchema = v.object({
  base: v.string(),
  tuned: v.optional(v.string()),
  words: v.optional(v.string()),
  similarity: v.optional(v.string()),
  verbs: v.optional(v.string()),
  layers: v.optional(v.string()),
  top: wholeNumber(1, 10_000),
  shuffles: wholeNumber(0, 100),
  threads: wholeNumber(0, mostThreads),
  title: v.optional(v.string()),
  json: v.string()
})

export interface HeadsWords {
  readonly request: HeadsRequest
  readonly title: string | null
  readonly jsonFile: string
  /** Verb lists; null takes those of the paper and the general ones that ship. */
  readonly verbsFile: string | null
}

/** @throws CommanderError for values out of range */
export function readHeadsOptions(options: unknown): HeadsWords {
  const words = optionValues(optionsSchema, options)
  const pathOf = (path: string | undefined) => (path === undefined ? null : userPath(path))
  return {
    request: {
      base: userPath(words.base),
      tuned: pathOf(words.tuned),
      words: pathOf(words.words),
      similarity: pathOf(words.similarity),
      settings: {
        ...defaultHeadsSettings,
        layers: words.layers === undefined ? null : layerList(words.layers),
        nTop: words.top,
        nShuffles: words.shuffles,
        // The file holds all words and pairs.
        nShownWords: null,
        nShownPairs: null,
        nThreads: words.threads
      }
    },
    title: words.title ?? null,
    jsonFile: userPath(words.json),
    verbsFile: pathOf(words.verbs)
  }
}
