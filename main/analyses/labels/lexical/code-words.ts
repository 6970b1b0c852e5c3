/** Whether a word is code: by its shape, or as an identifier that is no ordinary word. */
import type { Lexicon } from './lexicon.ts'
import { isEnglish } from './vocabulary.ts'

/** Shapes that only programs have, with what they are called. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['LaTeX', /^\\[a-zA-Z]+\*?(\{.*)?$|^\\[[\](){}\\,;!]$|^\\(begin|end)\{/],
  ['identifier', /^[\p{L}\d]*_+[\p{L}\d_]*[\p{L}\d][\p{L}\d_]*$|^__?\w+$/u],
  ['identifier', /^[a-z]{2,}[a-z\d]*([A-Z][a-z\d]+)+[A-Z]*$|^[a-z]+([A-Z][a-z]+)*[A-Z]{2,}$/],
  ['identifier', /^([A-Z][a-z\d]+){2,}$|^[A-Z]{2,}([A-Z][a-z\d]+)+$|^([A-Z][a-z]+)+[A-Z]{2,}$/],
  [
    'file or member',
    /^\.[a-zA-Z]\w*$|^\w+\.(py|js|ts|json|html?|css|cpp|java|xml|txt|md|sh|yml|yaml|toml|csv|po|rs|go|rb|php|exe|dll)$/
  ],
  [
    'expression',
    /^[\w.]*\w\(.*\)?;?$|^\w+\[.*\]$|^\w+(\.[a-z_]\w*){1,3}$|^\w+(::\w+)+$|^->\w+|^[$@#]\w*[a-z]\w*$|^\$\{|^<\/?[a-zA-Z][\w-]*\/?>?$|^--?[a-z][\w-]+$/
  ],
  [
    'operator',
    /^([=!]==?|&&|\|\||\+\+|--|[-=]>|<-|::|\+=|-=|\*=|\/=|<<|>>|<=|>=|\/\/|\/\*|\*\/|\?\?|\{\}|\[\]|\(\)|\);|\};|#!|0x[\da-fA-F]+)$/
  ]
]

/** Abbreviations with points are no members of objects. */
const abbreviation = /^(\p{L}\.)+\p{L}?$|^\p{Lu}\p{Ll}*\.$/u

/** Words of a few letters are in every dictionary. */
const nLettersLeast = 3

/** A word this frequent in news and encyclopedias is not told from code by itself. */
const nOrdinary = 12_000

export function codeEvidence(text: string, lower: string, lexicon: Lexicon): string | null {
  if (text.length < 2 || abbreviation.test(text)) return null
  const shape = shapes.find(([, pattern]) => pattern.test(text))
  if (shape) return shape[0] === 'identifier' && isName(text) ? null : shape[0]
  const isKeyword = /^[A-Z][A-Z_]+$/.test(text) && lexicon.identifiers.get('SQL')?.has(lower)
  if (isKeyword && isEnglish(lexicon.vocabulary, lower) && text.length > nLettersLeast) return 'SQL'
  return nameInCode(lower, lexicon)
}

/** Whether it is the word's shape that tells, not a dictionary. */
export function isUnmistakable(code: string): boolean {
  return code === 'SQL' || shapes.some(([name]) => name === code)
}

/** Names as McDonald and DeVito have two capitals too. */
function isName(text: string): boolean {
  return /^(Mc|Mac|De|Di|Van|La|Le|O)[A-Z][a-z]+$/.test(text)
}

function nameInCode(lower: string, lexicon: Lexicon): string | null {
  if (lower.length < nLettersLeast || isEnglish(lexicon.vocabulary, lower)) return null
  const place = lexicon.vocabulary.find(lower)
  if (place !== undefined && place < nOrdinary) return null
  for (const [domain, words] of lexicon.identifiers) if (words.has(lower)) return domain
  return null
}

/** The words that an identifier is made of, in lower case: getElementById is get, element, by, id. */
export function identifierParts(text: string): readonly string[] {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\d]+/u)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase())
}
