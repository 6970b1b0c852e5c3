// trust.md PAR-40, class 2: from the regular expressions that tokenizer.json may hold (Oniguruma, Ruby
// syntax) to RE2 syntax, for the part that means the same in both. Anything else is refused by name
// rather than guessed: a construct that is silently read otherwise gives wrong tokens.

const spaceRanges =
  '\\t-\\r \\x{85}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}'
const nonSpaceRanges =
  '\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{84}\\x{86}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}' +
  '\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{10FFFF}'

/** What stands for `\s` and the like inside a character class. */
const shorthand: ReadonlyMap<string, string> = new Map([
  ['s', spaceRanges],
  ['S', nonSpaceRanges],
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}']
])

export interface Re2Source {
  readonly source: string
  /** Group 1 takes the white space of a final `\s+(?!\S)|\s+`, which RE2 cannot look ahead for. */
  readonly hasSpaceTail: boolean
}

/** Why a pattern is not taken over. */
export class PatternRefusal extends Error {}

const spaceTail = /\|\\s\+\(\?!\\S\)\|\\s\+?$/

/** The RE2 form of a pattern; throws PatternRefusal naming the construct that has none. */
export function toRe2(pattern: string): Re2Source {
  const tail = spaceTail.exec(pattern)
  const body = tail ? pattern.slice(0, tail.index) : pattern
  const source = `(?m)${translate(body)}`
  if (!tail) return { source, hasSpaceTail: false }
  return { source: `${source}|([${spaceRanges}]+)`, hasSpaceTail: true }
}

function translate(pattern: string): string {
  let out = ''
  let at = 0
  while (at < pattern.length) {
    const char = pattern.charAt(at)
    const step =
      char === '\\'
        ? translateEscape(pattern, at, false)
        : char === '['
          ? translateClass(pattern, at)
          : char === '('
            ? translateGroup(pattern, at)
            : translateQuantifier(pattern, at)
    out += step.text
    at = step.end
  }
  return out
}

interface Step {
  readonly text: string
  readonly end: number
}

function translateEscape(pattern: string, at: number, inClass: boolean): Step {
  const next = pattern.charAt(at + 1)
  const ranges = shorthand.get(next)
  if (ranges !== undefined) return { text: inClass ? ranges : `[${ranges}]`, end: at + 2 }
  if ((next === 'A' || next === 'z') && !inClass) return { text: `\\${next}`, end: at + 2 }
  if (/^[nrtfva]$/.test(next)) return { text: `\\${next}`, end: at + 2 }
  const long =
    /^\\(?:[pP]\{[A-Za-z_]+\}|x\{[0-9A-Fa-f]{1,6}\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})/.exec(
      pattern.slice(at, at + 64)
    )?.[0]
  if (long !== undefined) {
    const text = long.startsWith('\\u') ? `\\x{${long.slice(2)}}` : long
    return { text, end: at + long.length }
  }
  if (/^[!-/:-@[-`{-~ ]$/.test(next)) return { text: `\\x{${hex(next)}}`, end: at + 2 }
  throw new PatternRefusal(`the escape \\${next}`)
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16)
}

function translateClass(pattern: string, open: number): Step {
  let at = open + 1
  let text = '['
  if (pattern.charAt(at) === '^') {
    text += '^'
    at++
  }
  const first = at
  for (; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    if (char === ']' && at > first) return { text: `${text}]`, end: at + 1 }
    if (char === ']' || char === '[') throw new PatternRefusal('a bracket inside a character class')
    if (char === '&' && pattern.charAt(at + 1) === '&') throw new PatternRefusal('&& in a class')
    if (char === '\\') {
      const step = translateEscape(pattern, at, true)
      text += step.text
      at = step.end - 1
    } else {
      text += char
    }
  }
  throw new PatternRefusal('a character class that does not end')
}

/** Groups only group: the one that captures is ours. */
function translateGroup(pattern: string, at: number): Step {
  if (pattern.startsWith('(?:', at)) return { text: '(?:', end: at + 3 }
  if (pattern.startsWith('(?i:', at)) return { text: '(?i:', end: at + 4 }
  if (pattern.startsWith('(?', at)) {
    throw new PatternRefusal(`the group ${pattern.slice(at, at + 4)}`)
  }
  return { text: '(?:', end: at + 1 }
}

function translateQuantifier(pattern: string, at: number): Step {
  const char = pattern.charAt(at)
  if (char === '{') {
    const bounds = /^\{\d{1,4}(?:,\d{0,4})?\}/.exec(pattern.slice(at, at + 16))?.[0]
    if (bounds === undefined) throw new PatternRefusal('a brace that is no repetition')
    const after = pattern.charAt(at + bounds.length)
    if (/^[+*?]$/.test(after)) throw new PatternRefusal(`the repetition ${bounds}${after}`)
    return { text: bounds, end: at + bounds.length }
  }
  if (/^[*+?]$/.test(char) && pattern.charAt(at + 1) === '+') {
    throw new PatternRefusal(`the possessive ${char}+`)
  }
  return { text: char, end: at + 1 }
}
