import type { AlignedText } from './aligned-text.ts'
import { alignText, sliceAligned } from './aligned-text.ts'
import { LongestPrefixMatcher } from './added-token-matcher.ts'
import { charAt, charBefore, isWhiteSpace, isWordPart } from './character-classes.ts'
import {
  booleanAt,
  describe,
  field,
  integerAt,
  listAt,
  malformed,
  objectAt,
  stringAt
} from './json-fields.ts'
import type { Normalize } from './normalizers.ts'
import { largestId } from './vocabulary.ts'

/** A token matched in the text before the model sees it. */
export interface AddedToken {
  readonly id: number
  readonly content: string
  readonly isSpecial: boolean
  /** Sought in the normalised text rather than in the raw one. */
  readonly isNormalized: boolean
  readonly singleWord: boolean
  /** Takes the white space before (after) it along. */
  readonly stripsLeft: boolean
  readonly stripsRight: boolean
}

/** trust.md PAR-41. */
export const mostAddedTokens = 100_000
const longestAddedUnits = 2_000_000

/** Reads `added_tokens`; an id may only repeat what the vocabulary says of the same text. */
export function readAddedTokens(value: unknown): readonly AddedToken[] {
  if (value === undefined || value === null) return []
  const list = listAt(value, 'added_tokens')
  if (list.length > mostAddedTokens) {
    throw malformed('added_tokens', `a list of ${list.length}`, `at most ${mostAddedTokens}`)
  }
  const tokens = list.map((each, i) => readAddedToken(each, `added_tokens[${i}]`))
  const totalUnits = tokens.reduce((sum, { content }) => sum + content.length, 0)
  if (totalUnits > longestAddedUnits) {
    throw malformed('added_tokens', `${totalUnits} characters`, `at most ${longestAddedUnits}`)
  }
  return tokens
}

export function readAddedToken(value: unknown, where: string): AddedToken {
  const token = objectAt(value, where)
  const flag = (key: string, fallback = false): boolean =>
    booleanAt(field(token, key), `${where}.${key}`, fallback)
  const isSpecial = flag('special')
  return {
    id: integerAt(field(token, 'id'), `${where}.id`, largestId),
    content: stringAt(field(token, 'content'), `${where}.content`),
    isSpecial,
    isNormalized: flag('normalized', !isSpecial),
    singleWord: flag('single_word'),
    stripsLeft: flag('lstrip'),
    stripsRight: flag('rstrip')
  }
}

/** A stretch of text, and the added token that it is, if any. */
export interface Section {
  readonly text: AlignedText
  readonly token?: AddedToken
}

/** Cuts a text at added tokens, raw ones first, then those of the normalised rest. */
export function createSectioner(
  tokens: readonly AddedToken[],
  normalize: Normalize
): (text: AlignedText) => readonly Section[] {
  const raw = tokens.filter((token) => !token.isNormalized)
  const normalized = tokens.filter((token) => token.isNormalized)
  const findRaw = createFinder(raw, (token) => token.content)
  const findNormalized = createFinder(
    normalized,
    (token) => normalize(alignText(token.content)).text
  )
  return (text) =>
    findRaw(text).flatMap((section) =>
      section.token ? [section] : findNormalized(normalize(section.text))
    )
}

function createFinder(
  tokens: readonly AddedToken[],
  formOf: (token: AddedToken) => string
): (text: AlignedText) => readonly Section[] {
  if (tokens.length === 0) return (text) => (text.text === '' ? [] : [{ text }])
  const forms = tokens.map(formOf)
  const matcher = new LongestPrefixMatcher(forms)
  return (aligned) => {
    const { text } = aligned
    const longest = matcher.longestAt(text)
    const sections: Section[] = []
    let done = 0
    for (let u = 0; u < text.length;) {
      const index = longest[u]!
      if (index < 0) {
        u++
        continue
      }
      const token = tokens[index]!
      const end = u + forms[index]!.length
      const [from, to] = extent(token, text, Math.max(u, done), end, done)
      if (to > from && isAllowed(token, text, u, end)) {
        if (from > done) sections.push({ text: sliceAligned(aligned, done, from) })
        sections.push({ text: sliceAligned(aligned, from, to), token })
        done = to
      }
      u = Math.max(end, done)
    }
    if (done < text.length) sections.push({ text: sliceAligned(aligned, done, text.length) })
    return sections
  }
}

function isAllowed(token: AddedToken, text: string, from: number, to: number): boolean {
  if (!token.singleWord) return true
  return !isWordPart(charBefore(text, from)) && !isWordPart(charAt(text, to))
}

function extent(
  token: AddedToken,
  text: string,
  from: number,
  to: number,
  done: number
): readonly [number, number] {
  let start = from
  let stop = to
  while (token.stripsLeft && start > done && isWhiteSpace(text.charAt(start - 1))) start--
  while (token.stripsRight && stop < text.length && isWhiteSpace(text.charAt(stop))) stop++
  return [start, stop]
}

/** Adds added tokens to the vocabulary's two directions; refuses two meanings of one id or text. */
export function joinVocabulary(
  idOf: Map<string, number>,
  tokenOf: Map<number, string>,
  tokens: readonly AddedToken[]
): void {
  tokens.forEach(({ id, content }, i) => {
    const otherId = idOf.get(content)
    const otherText = tokenOf.get(id)
    if ((otherId ?? id) !== id || (otherText ?? content) !== content) {
      throw malformed(
        `added_tokens[${i}]`,
        `${describe(content)} with id ${id}`,
        otherText === undefined
          ? `id ${otherId}, as in the vocabulary`
          : `${describe(otherText)}, as in the vocabulary`
      )
    }
    idOf.set(content, id)
    tokenOf.set(id, content)
  })
}
