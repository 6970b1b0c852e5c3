import { RE2JS } from 're2js'
import { AppError } from '../../errors.ts'
import { describe, field, malformed, objectAt, stringAt, unsupported } from './json-fields.ts'
import { knownPattern } from './known-patterns.ts'
import { PatternRefusal, toRe2 } from './oniguruma-subset.ts'

/** Half-open ranges of UTF-16 units, in order, none empty, none overlapping. */
export type Matches = readonly (readonly [number, number])[]

/** Finds every match of a pattern in a text. */
export type FindMatches = (text: string) => Matches

/** A pattern from a file is no longer than this many characters. */
export const longestPattern = 4096

/**
 * RE2 is linear for one match, but a search for all may look ahead over the whole text before each;
 * a text that takes longer than this is refused.
 */
const searchBudgetMs = 2000

/**
 * The matcher of a `{ "String": … }` or `{ "Regex": … }` of tokenizer.json (trust.md PAR-40): plain
 * search, a known published expression, or a linear-time engine; every other pattern is refused.
 */
export function compilePattern(value: unknown, where: string): FindMatches {
  if (typeof value === 'string') return findText(value)
  const pattern = objectAt(value, where)
  const text = field(pattern, 'String')
  if (text !== undefined) return findText(stringAt(text, `${where}.String`))
  const source = field(pattern, 'Regex')
  if (source === undefined)
    throw malformed(where, describe(value), 'an object with "String" or "Regex"')
  return compileRegex(stringAt(source, `${where}.Regex`), `${where}.Regex`)
}

function findText(wanted: string): FindMatches {
  return (text) => {
    const matches: (readonly [number, number])[] = []
    if (wanted === '') return matches
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      matches.push([at, at + wanted.length])
    }
    return matches
  }
}

/** As `compilePattern`, for the text of a regular expression. */
export function compileRegex(
  source: string,
  where: string,
  budgetMs = searchBudgetMs
): FindMatches {
  const known = knownPattern(source)
  if (known)
    return (text) => Array.from(text.matchAll(known), (m) => [m.index, m.index + m[0].length])
  if (source.length > longestPattern) {
    throw unsupported(where, `${source.length} characters long`, `at most ${longestPattern}`)
  }
  return compileLinear(source, where, budgetMs)
}

function compileLinear(source: string, where: string, budgetMs: number): FindMatches {
  const { regex, hasSpaceTail } = compileRe2(source, where)
  if (regex.matcher('').matches()) {
    throw unsupported(where, `${describe(source)}, which matches the empty text`, 'other patterns')
  }
  return (text) => {
    const matches: (readonly [number, number])[] = []
    const deadline = performance.now() + budgetMs
    const matcher = regex.matcher(text)
    let from = 0
    while (from < text.length && matcher.find(from)) {
      const start = matcher.start()
      const end =
        hasSpaceTail && matcher.start(1) >= 0
          ? endOfSpaces(text, start, matcher.end())
          : matcher.end()
      if (end > start) matches.push([start, end])
      from = end > start ? end : end + 1
      if (performance.now() > deadline) throw tooSlow(source, where, budgetMs)
    }
    return matches
  }
}

/** `\s+(?!\S)|\s+`: before a character that is no space, the last space is left to it. */
function endOfSpaces(text: string, start: number, end: number): number {
  return end < text.length && end - start > 1 ? end - 1 : end
}

function compileRe2(
  source: string,
  where: string
): { readonly regex: RE2JS; readonly hasSpaceTail: boolean } {
  try {
    const { source: re2, hasSpaceTail } = toRe2(source)
    return { regex: RE2JS.compile(re2), hasSpaceTail }
  } catch (thrown) {
    const reason = thrown instanceof PatternRefusal ? `uses ${thrown.message}` : reasonOf(thrown)
    throw new AppError(
      'checkpoint/unsupported',
      `tokenizer.json: ${where}: the regular expression ${describe(source)} ${reason}; ` +
        'supported: the expressions of published tokenizers, and those of linear time',
      {
        file: 'tokenizer.json',
        hint: 'Choose a checkpoint with a published tokenizer.',
        cause: thrown
      }
    )
  }
}

function reasonOf(thrown: unknown): string {
  return `cannot be run in linear time (${thrown instanceof Error ? thrown.message : String(thrown)})`
}

function tooSlow(source: string, where: string, budgetMs: number): AppError {
  return new AppError(
    'checkpoint/unsupported',
    `tokenizer.json: ${where}: the regular expression ${describe(source)} took more than ` +
      `${budgetMs} ms on one text`,
    { file: 'tokenizer.json', hint: 'Use a shorter text, or a checkpoint with another tokenizer.' }
  )
}
