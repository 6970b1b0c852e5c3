import { type AlignedText, prepend, replaceMatches } from './aligned-text.ts'
import { toByteLevel } from './byte-level.ts'
import { isNumeric, isPunctuation, isWhiteSpace, isWordPart } from './character-classes.ts'
import {
  booleanAt,
  describe,
  field,
  type JsonObject,
  malformed,
  partsOf,
  stringAt,
  unsupported
} from './json-fields.ts'
import { gpt2Pattern } from './known-patterns.ts'
import { compilePattern, compileRegex, type FindMatches, type Matches } from './pattern.ts'
import { splitAligned, type SplitBehavior, splitBehaviors } from './split-behavior.ts'

/** Cuts a text into the pieces that the model sees one by one. */
export type PreTokenize = (text: AlignedText) => readonly AlignedText[]

/** The `pre_tokenizer` of tokenizer.json as one function; empty pieces are dropped. */
export function createPreTokenizer(value: unknown): PreTokenize {
  const steps = partsOf(value, 'pre_tokenizer', 'pretokenizers').map(({ part, where }) =>
    createStep(part, where)
  )
  return (text) =>
    steps
      .reduce<readonly AlignedText[]>(
        (pieces, step) => pieces.flatMap((piece) => step(piece)),
        [text]
      )
      .filter((piece) => piece.text !== '')
}

function createStep(part: JsonObject, where: string): PreTokenize {
  const type = field(part, 'type')
  switch (type) {
    case 'ByteLevel':
      return byteLevel(part, where)
    case 'Metaspace':
      return metaspace(part, where)
    case 'Split': {
      const find = compilePattern(field(part, 'pattern'), `${where}.pattern`)
      const behavior = behaviorAt(field(part, 'behavior'), `${where}.behavior`)
      const invert = booleanAt(field(part, 'invert'), `${where}.invert`, false)
      return (text) => splitAligned(text, find(text.text), behavior, invert)
    }
    case 'Digits': {
      const single = booleanAt(
        field(part, 'individual_digits'),
        `${where}.individual_digits`,
        false
      )
      return splitChars(isNumeric, single ? 'Isolated' : 'Contiguous')
    }
    case 'Punctuation': {
      const behavior = field(part, 'behavior') ?? 'Isolated'
      return splitChars(isPunctuation, behaviorAt(behavior, `${where}.behavior`))
    }
    case 'WhitespaceSplit':
      return splitChars(isWhiteSpace, 'Removed')
    case 'Whitespace':
      return (text) => splitAligned(text, wordsAndSymbols(text.text), 'Removed', true)
    case 'CharDelimiterSplit': {
      const delimiter = stringAt(field(part, 'delimiter'), `${where}.delimiter`)
      return splitChars((char) => char === delimiter, 'Removed')
    }
    default:
      throw unsupported(
        `${where}.type`,
        describe(type),
        'Sequence, ByteLevel, Metaspace, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit'
      )
  }
}

function behaviorAt(value: unknown, where: string): SplitBehavior {
  const behavior = splitBehaviors.find((each) => each === value)
  if (!behavior) throw malformed(where, describe(value), `one of ${splitBehaviors.join(', ')}`)
  return behavior
}

function byteLevel(part: JsonObject, where: string): PreTokenize {
  const addSpace = booleanAt(field(part, 'add_prefix_space'), `${where}.add_prefix_space`, true)
  const useRegex = booleanAt(field(part, 'use_regex'), `${where}.use_regex`, true)
  const find: FindMatches = useRegex ? compileRegex(gpt2Pattern, where) : () => []
  return (text) => {
    const spaced = addSpace && !text.text.startsWith(' ') ? prepend(text, ' ') : text
    return splitAligned(spaced, find(spaced.text), 'Isolated').map(toByteLevel)
  }
}

function metaspace(part: JsonObject, where: string): PreTokenize {
  const mark = stringAt(field(part, 'replacement') ?? '▁', `${where}.replacement`)
  const legacy = booleanAt(field(part, 'add_prefix_space'), `${where}.add_prefix_space`, true)
  const scheme = field(part, 'prepend_scheme') ?? (legacy ? 'always' : 'never')
  if (scheme !== 'always' && scheme !== 'first' && scheme !== 'never') {
    throw malformed(`${where}.prepend_scheme`, describe(scheme), 'always, first or never')
  }
  const splits = booleanAt(field(part, 'split'), `${where}.split`, true)
  const findSpaces = compilePattern(' ', where)
  const findMarks = compilePattern(mark, where)
  return (text) => {
    const marked = replaceMatches(text, findSpaces(text.text), mark)
    const isFirst = (marked.starts[0] ?? 0) === 0
    const wantsMark = scheme === 'always' || (scheme === 'first' && isFirst)
    const full = wantsMark && !marked.text.startsWith(mark) ? prepend(marked, mark) : marked
    return splits ? splitAligned(full, findMarks(full.text), 'MergedWithNext') : [full]
  }
}

function splitChars(takes: (char: string) => boolean, behavior: SplitBehavior): PreTokenize {
  return (text) => {
    const matches: (readonly [number, number])[] = []
    let at = 0
    for (const char of text.text) {
      if (takes(char)) matches.push([at, at + char.length])
      at += char.length
    }
    return splitAligned(text, matches, behavior)
  }
}

/** `\w+|[^\w\s]+`: runs of word characters and runs of everything else that is no space. */
function wordsAndSymbols(text: string): Matches {
  const matches: [number, number][] = []
  let at = 0
  let previous = ''
  for (const char of text) {
    const kind = isWordPart(char) ? 'word' : isWhiteSpace(char) ? '' : 'symbol'
    const last = matches.at(-1)
    if (last && kind !== '' && kind === previous) last[1] = at + char.length
    else if (kind !== '') matches.push([at, at + char.length])
    previous = kind
    at += char.length
  }
  return matches
}
