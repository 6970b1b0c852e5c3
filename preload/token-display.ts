// How tokens and other untrusted texts look on screen and terminal (trust.md SEC-13): spaces, line
// breaks and bytes are visible marks, and nothing that could hide, reorder or steer text is left as
// it is. Pure text in, pure text out: the result is a text node, never markup.

/** How the vocabulary spells spaces and bytes (`spelling` of a tokenizer). */
export type TokenSpelling = 'byte-level' | 'metaspace' | 'plain'

export const spaceMark = '␣'
export const newlineMark = '↵'
export const tabMark = '⇥'

export interface DisplayPart {
  readonly kind: 'text' | 'space' | 'newline' | 'escape'
  readonly text: string
}

// C0, C1, soft hyphen, bidi marks, embeddings, overrides and isolates, zero-width and invisible
// characters, line and paragraph separators, other spaces, variation selectors, tags, surrogates,
// private use, unassigned.
const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}\p{Variation_Selector}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u

/** The parts of a token as it stands in the vocabulary, in reading order. */
export function displayParts(token: string, spelling: TokenSpelling): readonly DisplayPart[] {
  switch (spelling) {
    case 'byte-level':
      return byteLevelParts(token)
    case 'metaspace': {
      const byte = /^<0x([0-9A-F]{2})>$/.exec(token)?.[1]
      if (byte !== undefined) return byteParts(Number.parseInt(byte, 16))
      return textParts(token.replaceAll('▁', ' '))
    }
    case 'plain':
      return textParts(token)
  }
}

/** A token as one text: `␣the`, `.↵↵`, `\x{E2}`. */
export function displayToken(token: string, spelling: TokenSpelling): string {
  return joined(displayParts(token, spelling))
}

/** Any untrusted text (a tensor name, a file name, metadata) with hidden characters made visible. */
export function displayText(text: string): string {
  return joined(
    textParts(text).map((part) => (part.kind === 'space' ? { ...part, text: ' ' } : part))
  )
}

function joined(parts: readonly DisplayPart[]): string {
  return parts.map(({ text }) => text).join('')
}

function textParts(text: string): readonly DisplayPart[] {
  const parts: DisplayPart[] = []
  let isBase = false
  for (const char of text) {
    const part = charPart(char, isBase)
    const last = parts.at(-1)
    if (last && last.kind === 'text' && part.kind === 'text') {
      parts[parts.length - 1] = { kind: 'text', text: last.text + part.text }
    } else {
      parts.push(part)
    }
    isBase = part.kind === 'text'
  }
  return parts
}

function charPart(char: string, followsBase: boolean): DisplayPart {
  if (char === ' ') return { kind: 'space', text: spaceMark }
  if (char === '\n') return { kind: 'newline', text: newlineMark }
  if (char === '\t') return { kind: 'escape', text: tabMark }
  if (hidden.test(char)) return { kind: 'escape', text: escapeOf(char) }
  // A mark with nothing before it would sit on whatever the screen shows before the token.
  if (/^\p{M}$/u.test(char) && !followsBase) return { kind: 'text', text: `◌${char}` }
  return { kind: 'text', text: char }
}

function escapeOf(char: string): string {
  const point = char.codePointAt(0) ?? 0
  return `\\u{${point.toString(16).toUpperCase().padStart(4, '0')}}`
}

function byteParts(byte: number): readonly DisplayPart[] {
  if (byte < 0x80) return textParts(String.fromCharCode(byte))
  return [{ kind: 'escape', text: `\\x{${byte.toString(16).toUpperCase()}}` }]
}

/** GPT-2's stand-ins read back as bytes; whole characters as text, parts of one as hex. */
function byteLevelParts(token: string): readonly DisplayPart[] {
  const bytes = Array.from(token, (char) => byteOfStandIn.get(char))
  // An added token is plain text and may hold characters that stand for no byte.
  if (bytes.includes(undefined)) return textParts(token)
  const parts: DisplayPart[] = []
  for (let i = 0; i < bytes.length;) {
    const size = sequenceSize(bytes, i)
    const whole = decodeUtf8(bytes.slice(i, i + size).map((byte) => byte ?? 0))
    parts.push(...(whole === undefined ? byteParts(bytes[i] ?? 0) : textParts(whole)))
    i += whole === undefined ? 1 : size
  }
  return joinText(parts)
}

function joinText(parts: readonly DisplayPart[]): readonly DisplayPart[] {
  const out: DisplayPart[] = []
  for (const part of parts) {
    const last = out.at(-1)
    if (last?.kind === 'text' && part.kind === 'text') {
      // A mark was read without what came before it.
      const text = part.text.startsWith('◌') ? part.text.slice(1) : part.text
      out[out.length - 1] = { kind: 'text', text: last.text + text }
    } else {
      out.push(part)
    }
  }
  return out
}

function sequenceSize(bytes: readonly (number | undefined)[], at: number): number {
  const lead = bytes[at] ?? 0
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeUtf8(bytes: readonly number[]): string | undefined {
  try {
    return utf8.decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}

const byteOfStandIn: ReadonlyMap<string, number> = buildStandIns()

/** Printable Latin-1 bytes stand for themselves, the other 68 for U+0100 onwards. */
function buildStandIns(): Map<string, number> {
  const table = new Map<string, number>()
  let next = 0x100
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
    table.set(String.fromCharCode(isPrintable ? byte : next++), byte)
  }
  return table
}
