import {
  type AlignedText,
  AlignedTextBuilder,
  prepend,
  replaceMatches,
  sliceAligned
} from './aligned-text.ts'
import { toByteLevel } from './byte-level.ts'
import { isWhiteSpace } from './character-classes.ts'
import {
  booleanAt,
  describe,
  field,
  type JsonObject,
  partsOf,
  stringAt,
  unsupported
} from './json-fields.ts'
import { compilePattern } from './pattern.ts'
import { toUnicodeForm, unicodeForms } from './unicode-forms.ts'

export type Normalize = (text: AlignedText) => AlignedText

/** The `normalizer` of tokenizer.json as one function. */
export function createNormalizer(value: unknown): Normalize {
  const steps = partsOf(value, 'normalizer', 'normalizers').map(({ part, where }) =>
    createStep(part, where)
  )
  return (text) => steps.reduce((current, step) => step(current), text)
}

function createStep(part: JsonObject, where: string): Normalize {
  const type = field(part, 'type')
  const form = unicodeForms.find((each) => each === type)
  if (form) return (text) => toUnicodeForm(text, form)
  switch (type) {
    case 'Prepend': {
      const content = stringAt(field(part, 'prepend'), `${where}.prepend`)
      return (text) => (text.text === '' ? text : prepend(text, content))
    }
    case 'Replace': {
      const find = compilePattern(field(part, 'pattern'), `${where}.pattern`)
      const content = stringAt(field(part, 'content'), `${where}.content`)
      return (text) => replaceMatches(text, find(text.text), content)
    }
    case 'Lowercase':
      return (text) => mapChars(text, (char) => char.toLowerCase())
    case 'StripAccents':
      return (text) => mapChars(text, (char) => (/^\p{Mn}$/u.test(char) ? '' : char))
    case 'Strip': {
      const left = booleanAt(field(part, 'strip_left'), `${where}.strip_left`, true)
      const right = booleanAt(field(part, 'strip_right'), `${where}.strip_right`, true)
      return (text) => stripSpaces(text, left, right)
    }
    case 'ByteLevel':
      return toByteLevel
    default:
      throw unsupported(
        `${where}.type`,
        describe(type),
        `Sequence, ${unicodeForms.join(', ')}, Prepend, Replace, Lowercase, StripAccents, Strip, ByteLevel`
      )
  }
}

function mapChars(aligned: AlignedText, change: (char: string) => string): AlignedText {
  const builder = new AlignedTextBuilder(aligned.text.length)
  let at = 0
  for (const char of aligned.text) {
    const end = at + char.length
    builder.push(change(char), aligned.starts[at] ?? 0, aligned.ends[end - 1] ?? 0)
    at = end
  }
  return builder.build()
}

/** White space is in the basic plane, so one unit is one character here. */
function stripSpaces(aligned: AlignedText, left: boolean, right: boolean): AlignedText {
  let from = 0
  let to = aligned.text.length
  while (left && from < to && isWhiteSpace(aligned.text.charAt(from))) from++
  while (right && to > from && isWhiteSpace(aligned.text.charAt(to - 1))) to--
  return sliceAligned(aligned, from, to)
}
