// A text on its way through the tokenizer that remembers where each unit of it came from.

/**
 * `starts[u]` and `ends[u]` are the half-open range of code points of the original text that UTF-16
 * unit `u` of `text` stands for. Both never decrease. An inserted unit has an empty range.
 */
export interface AlignedText {
  readonly text: string
  readonly starts: Int32Array
  readonly ends: Int32Array
}

const loneSurrogate = /\p{Surrogate}/gu

/** The text aligned with itself; lone surrogates become U+FFFD, as in every UTF-8 encoder. */
export function alignText(original: string): AlignedText {
  const text = original.replace(loneSurrogate, '\uFFFD')
  const starts = new Int32Array(text.length)
  const ends = new Int32Array(text.length)
  let point = -1
  for (let u = 0; u < text.length; u++) {
    const unit = text.charCodeAt(u)
    const isTrailing = unit >= 0xdc00 && unit <= 0xdfff
    if (!isTrailing) point++
    starts[u] = point
    ends[u] = point + 1
  }
  return { text, starts, ends }
}

/** Units `from` to `to` (half-open); shares the alignment, copies nothing. */
export function sliceAligned(aligned: AlignedText, from: number, to: number): AlignedText {
  if (from === 0 && to === aligned.text.length) return aligned
  return {
    text: aligned.text.slice(from, to),
    starts: aligned.starts.subarray(from, to),
    ends: aligned.ends.subarray(from, to)
  }
}

/** Appends pieces of text with their origin; grows geometrically. */
export class AlignedTextBuilder {
  readonly #parts: string[] = []
  #length = 0
  #starts: Int32Array
  #ends: Int32Array

  constructor(expectedUnits: number) {
    this.#starts = new Int32Array(Math.max(16, expectedUnits))
    this.#ends = new Int32Array(Math.max(16, expectedUnits))
  }

  /** Every unit of `text` stands for the code points `start` to `end`. */
  push(text: string, start: number, end: number): void {
    this.#reserve(text.length)
    this.#starts.fill(start, this.#length, this.#length + text.length)
    this.#ends.fill(end, this.#length, this.#length + text.length)
    this.#parts.push(text)
    this.#length += text.length
  }

  pushSlice(aligned: AlignedText, from: number, to: number): void {
    if (from >= to) return
    this.#reserve(to - from)
    this.#starts.set(aligned.starts.subarray(from, to), this.#length)
    this.#ends.set(aligned.ends.subarray(from, to), this.#length)
    this.#parts.push(aligned.text.slice(from, to))
    this.#length += to - from
  }

  build(): AlignedText {
    return {
      text: this.#parts.join(''),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length)
    }
  }

  #reserve(nUnits: number): void {
    const needed = this.#length + nUnits
    if (needed <= this.#starts.length) return
    const capacity = Math.max(needed, this.#starts.length * 2)
    this.#starts = grown(this.#starts, capacity)
    this.#ends = grown(this.#ends, capacity)
  }
}

function grown(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity)
  larger.set(array)
  return larger
}

/** Replaces units `from` to `to` of a text by `content`, for each match in order. */
export function replaceMatches(
  aligned: AlignedText,
  matches: readonly (readonly [number, number])[],
  content: string
): AlignedText {
  const builder = new AlignedTextBuilder(aligned.text.length)
  let done = 0
  for (const [from, to] of matches) {
    builder.pushSlice(aligned, done, from)
    builder.push(content, aligned.starts[from] ?? 0, aligned.ends[to - 1] ?? 0)
    done = to
  }
  builder.pushSlice(aligned, done, aligned.text.length)
  return builder.build()
}

/** The text with `content` put before it; the addition stands for nothing of the original. */
export function prepend(aligned: AlignedText, content: string): AlignedText {
  const builder = new AlignedTextBuilder(aligned.text.length + content.length)
  const start = aligned.starts[0] ?? 0
  builder.push(content, start, start)
  builder.pushSlice(aligned, 0, aligned.text.length)
  return builder.build()
}
