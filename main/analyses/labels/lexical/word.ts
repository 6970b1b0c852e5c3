/** What can be said of one word by itself, before it is compared with the others. */
import type { Lexicon } from './lexicon.ts'
import { codeEvidence } from './code-words.ts'
import { englishClass } from './function-words.ts'
import type { FunctionClass } from './function-words.ts'
import { scriptOf } from './scripts.ts'
import type { Script } from './scripts.ts'
import { isEnglish, vectorOf } from './vocabulary.ts'

export interface Word {
  /** As given, without blanks around it. */
  readonly text: string
  readonly lower: string
  readonly script: Script
  /** In the vocabulary; undefined when it is not there. */
  readonly place: number | undefined
  /** Of the English word, unit length; null when unknown. */
  readonly vector: Float32Array | null
  readonly isEnglish: boolean
  readonly functionClass: FunctionClass | null
  /** Domain of programming that it belongs to ("identifier", "SQL", "LaTeX"), null for none. */
  readonly code: string | null
}

/** Analyses of words by lexicon: the same words come back in thousands of concepts. */
const known = new WeakMap<Lexicon, Map<string, Word>>()
const nKnownLimit = 200_000
/** Longer ones are no words; what follows is not looked at. */
const nLettersLimit = 80

export function analyseWord(raw: string, lexicon: Lexicon): Word {
  const text = raw.trim().slice(0, nLettersLimit)
  const words = known.get(lexicon) ?? new Map<string, Word>()
  known.set(lexicon, words)
  const before = words.get(text)
  if (before) return before
  const lower = text.toLowerCase().normalize('NFC')
  const { vocabulary } = lexicon
  const place = vocabulary.find(lower)
  const word: Word = {
    text,
    lower,
    script: scriptOf(lower),
    place,
    vector: place === undefined ? null : vectorOf(vocabulary, place),
    isEnglish: isEnglish(vocabulary, lower),
    functionClass: englishClass(lower),
    code: codeEvidence(text, lower, lexicon)
  }
  if (words.size < nKnownLimit) words.set(text, word)
  return word
}
