import { byteOf } from './byte-level.ts'
import {
  booleanAt,
  describe,
  field,
  integerAt,
  type JsonObject,
  malformed,
  partsOf,
  stringAt,
  unsupported
} from './json-fields.ts'
import { compilePattern } from './pattern.ts'

/** One step from token texts towards the text; the results are joined at the end. */
type DecodeStep = (tokens: readonly string[]) => readonly string[]

/** The `decoder` of tokenizer.json: token texts to text. Without one, tokens are joined by spaces. */
export function createDecoder(value: unknown): (tokens: readonly string[]) => string {
  const steps = partsOf(value, 'decoder', 'decoders').map(({ part, where }) =>
    createStep(part, where)
  )
  if (steps.length === 0) return (tokens) => tokens.join(' ')
  return (tokens) => steps.reduce((current, step) => step(current), tokens).join('')
}

function createStep(part: JsonObject, where: string): DecodeStep {
  const type = field(part, 'type')
  switch (type) {
    case 'ByteLevel':
      return decodeByteLevel
    case 'ByteFallback':
      return decodeByteFallback
    case 'Fuse':
      return (tokens) => [tokens.join('')]
    case 'Replace':
      return replaceStep(part, where)
    case 'Strip':
      return stripStep(part, where)
    case 'Metaspace':
      return metaspaceStep(part, where)
    case 'BPEDecoder': {
      const suffix = stringAt(field(part, 'suffix') ?? '</w>', `${where}.suffix`)
      return (tokens) =>
        tokens.map((token, i) => token.replaceAll(suffix, i + 1 === tokens.length ? '' : ' '))
    }
    default:
      throw unsupported(
        `${where}.type`,
        describe(type),
        'Sequence, ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace, BPEDecoder'
      )
  }
}

/** Invalid UTF-8 becomes U+FFFD, one for each broken part; a leading U+FEFF is text. */
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
const encoder = new TextEncoder()

function decodeByteLevel(tokens: readonly string[]): readonly string[] {
  const bytes = tokens.flatMap((token) => {
    const own = Array.from(token, byteOf)
    // An added token is plain text and may hold characters that stand for no byte.
    return own.includes(undefined) ? Array.from(encoder.encode(token)) : own
  })
  return [lossy.decode(Uint8Array.from(bytes, (byte) => byte ?? 0))]
}

function decodeByteFallback(tokens: readonly string[]): readonly string[] {
  const out: string[] = []
  let bytes: number[] = []
  const flush = (): void => {
    if (bytes.length > 0) out.push(...decodeBytes(bytes))
    bytes = []
  }
  for (const token of tokens) {
    const hex = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1]
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16))
    } else {
      flush()
      out.push(token)
    }
  }
  flush()
  return out
}

/** A run of byte tokens is a text, or as many U+FFFD as it has bytes. */
function decodeBytes(bytes: readonly number[]): readonly string[] {
  try {
    return [strict.decode(Uint8Array.from(bytes))]
  } catch {
    return bytes.map(() => '\uFFFD')
  }
}

function replaceStep(part: JsonObject, where: string): DecodeStep {
  const find = compilePattern(field(part, 'pattern'), `${where}.pattern`)
  const content = stringAt(field(part, 'content'), `${where}.content`)
  return (tokens) =>
    tokens.map((token) => {
      let out = ''
      let done = 0
      for (const [from, to] of find(token)) {
        out += token.slice(done, from) + content
        done = to
      }
      return out + token.slice(done)
    })
}

function stripStep(part: JsonObject, where: string): DecodeStep {
  const content = stringAt(field(part, 'content'), `${where}.content`)
  const start = integerAt(field(part, 'start') ?? 0, `${where}.start`, 1000)
  const stop = integerAt(field(part, 'stop') ?? 0, `${where}.stop`, 1000)
  if (content === '') throw malformed(`${where}.content`, describe(content), 'one character')
  return (tokens) =>
    tokens.map((token) => {
      let [from, to] = [0, token.length]
      for (let i = 0; i < start && token.startsWith(content, from); i++) from += content.length
      for (let i = 0; i < stop && to > from && token.endsWith(content, to); i++)
        to -= content.length
      return token.slice(from, Math.max(from, to))
    })
}

function metaspaceStep(part: JsonObject, where: string): DecodeStep {
  const mark = stringAt(field(part, 'replacement') ?? '▁', `${where}.replacement`)
  const legacy = booleanAt(field(part, 'add_prefix_space'), `${where}.add_prefix_space`, true)
  const scheme = field(part, 'prepend_scheme') ?? (legacy ? 'always' : 'never')
  return (tokens) =>
    tokens.map((token, i) => token.replaceAll(mark, i === 0 && scheme !== 'never' ? '' : ' '))
}
