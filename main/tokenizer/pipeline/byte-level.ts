// GPT-2's printable stand-ins for the 256 bytes: printable Latin-1 bytes stand for themselves, the
// other 68, in order, for U+0100 onwards.
import type { AlignedText } from './aligned-text.ts'

const charOfByte: readonly string[] = buildTable()
const byteOfChar: ReadonlyMap<string, number> = new Map(
  charOfByte.map((char, byte) => [char, byte])
)

function buildTable(): string[] {
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
    return String.fromCharCode(isPrintable ? byte : next++)
  })
}

/** The byte that a character of a byte-level token stands for. */
export function byteOf(char: string): number | undefined {
  return byteOfChar.get(char)
}

const onlyItself = /^[!-~]*$/

/** The UTF-8 bytes of the text as stand-ins; each keeps the range of its whole character. */
export function toByteLevel(aligned: AlignedText): AlignedText {
  const { text } = aligned
  if (onlyItself.test(text)) return aligned
  // A unit of UTF-16 takes at most three bytes.
  const starts = new Int32Array(3 * text.length)
  const ends = new Int32Array(3 * text.length)
  let out = ''
  for (let u = 0; u < text.length;) {
    const point = text.codePointAt(u)!
    const chars = point < 0x80 ? charOfByte[point]! : bytesOf(point)
    const size = point > 0xffff ? 2 : 1
    starts.fill(aligned.starts[u]!, out.length, out.length + chars.length)
    ends.fill(aligned.ends[u + size - 1]!, out.length, out.length + chars.length)
    out += chars
    u += size
  }
  return { text: out, starts: starts.subarray(0, out.length), ends: ends.subarray(0, out.length) }
}

/** UTF-8 of a code point of at least U+0080, as stand-ins. */
function bytesOf(point: number): string {
  const trailing = (shift: number): string => charOfByte[0x80 | ((point >> shift) & 0x3f)]!
  if (point < 0x800) return charOfByte[0xc0 | (point >> 6)]! + trailing(0)
  if (point < 0x10000) return charOfByte[0xe0 | (point >> 12)]! + trailing(6) + trailing(0)
  return charOfByte[0xf0 | (point >> 18)]! + trailing(12) + trailing(6) + trailing(0)
}
