// Unicode normalisation forms with alignment. A text is cut where nothing composes or reorders
// across the cut; each part then stands for its own characters (one base and its marks).
import { type AlignedText, AlignedTextBuilder } from './aligned-text.ts'

export const unicodeForms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const
export type UnicodeForm = (typeof unicodeForms)[number]

// Marks; jamo that join a syllable; halfwidth voicing marks and jamo (K forms); Kirat Rai vowels.
const continues = /^[\p{M}\u1160-\u11FF\uFF9E-\uFFDC\u{16D63}\u{16D67}-\u{16D6A}]$/u

/** The text in a normalisation form; each unit keeps the range of the characters it came from. */
export function toUnicodeForm(aligned: AlignedText, form: UnicodeForm): AlignedText {
  const { text } = aligned
  const whole = text.normalize(form)
  if (whole === text) return aligned
  const builder = new AlignedTextBuilder(whole.length)
  for (const [from, to] of segments(text)) {
    const part = text.slice(from, to)
    const normal = part.normalize(form)
    if (normal === part) builder.pushSlice(aligned, from, to)
    else builder.push(normal, aligned.starts[from] ?? 0, aligned.ends[to - 1] ?? 0)
  }
  const built = builder.build()
  return built.text === whole ? built : coarse(aligned, whole)
}

function* segments(text: string): Generator<readonly [number, number]> {
  let from = 0
  let at = 0
  for (const char of text) {
    if (at > from && !continues.test(char)) {
      yield [from, at]
      from = at
    }
    at += char.length
  }
  if (at > from) yield [from, at]
}

/** A form that a newer Unicode composes across our cuts: right text, one range for all of it. */
function coarse(aligned: AlignedText, whole: string): AlignedText {
  const builder = new AlignedTextBuilder(whole.length)
  builder.push(whole, aligned.starts[0] ?? 0, aligned.ends.at(-1) ?? 0)
  return builder.build()
}
