import { displayParts, type DisplayPart } from '../../../preload/token-display.ts'
import { spellingOf } from '../attribution/token-spelling.ts'

const byteToken = /^<0x([0-9A-F]{2})>$/

/**
 * Tokens as the running text that they spell, for reading rather than for looking at tokens: spaces and
 * line ends are themselves, what could hide or reorder text stays spelled out.
 */
export function readTokens(tokens: readonly string[]): string {
  const spelling = spellingOf(tokens)
  // A character may be parted over several tokens: bytes are joined before they are read.
  const joined = spelling === 'byte-level' ? [tokens.join('')] : joinBytes(tokens)
  return joined
    .flatMap((token) => displayParts(token, spelling))
    .map(plainText)
    .join('')
    .replace(/^ /, '')
}

function plainText({ kind, text }: DisplayPart): string {
  if (kind === 'space') return ' '
  return kind === 'newline' ? '\n' : text
}

/** Runs of byte tokens that make whole characters become these characters. */
function joinBytes(tokens: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (let i = 0; i < tokens.length; i++) {
    const bytes: number[] = []
    while (i + bytes.length < tokens.length) {
      const byte = byteToken.exec(tokens[i + bytes.length]!)?.[1]
      if (byte === undefined) break
      bytes.push(Number.parseInt(byte, 16))
    }
    const text = bytes.length > 0 ? decode(bytes) : null
    if (text === null) joined.push(tokens[i]!)
    else {
      joined.push(text)
      i += bytes.length - 1
    }
  }
  return joined
}

function decode(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    // No whole characters: shown byte by byte.
    return null
  }
}
