import type { AlignedText } from './pipeline/aligned-text.ts'

export interface Encoding {
  readonly ids: readonly number[]
  /** Texts of the vocabulary, as they stand there (`▁the`, `Ġthe`, `<0x0A>`). */
  readonly tokens: readonly string[]
  /**
   * Half-open code points of the text that a token stands for, leading spaces left out; a part of a
   * character has the range of the whole one; a token added around the text has an empty range.
   */
  readonly ranges: readonly (readonly [number, number])[]
  readonly isSpecial: readonly boolean[]
}

/** An encoding while its tokens come in. */
export class EncodingDraft {
  readonly #ids: number[] = []
  readonly #tokens: string[] = []
  readonly #ranges: (readonly [number, number])[] = []
  readonly #isSpecial: boolean[] = []
  readonly #whole: AlignedText
  readonly #tokenOf: ReadonlyMap<number, string>
  /** First unit of the original text whose code point is not below the last token's start. */
  #unit = 0
  #end = 0

  constructor(whole: AlignedText, tokenOf: ReadonlyMap<number, string>) {
    this.#whole = whole
    this.#tokenOf = tokenOf
  }

  /** A token of units `from` to `to` of a piece; leading spaces of the original are left out. */
  take(id: number, piece: AlignedText, from: number, to: number, isSpecial: boolean): void {
    let start = piece.starts[from] ?? this.#end
    const end = piece.ends[to - 1] ?? start
    const { text, starts } = this.#whole
    while (this.#unit < text.length && starts[this.#unit]! < start) this.#unit++
    let unit = this.#unit
    while (start < end && text.charAt(unit) === ' ') {
      unit++
      start++
    }
    this.#add(id, start, end, isSpecial)
    this.#end = end
  }

  /** A token that the post-processor adds. */
  frame(id: number): void {
    this.#add(id, this.#end, this.#end, true)
  }

  encoding(): Encoding {
    return {
      ids: this.#ids,
      tokens: this.#tokens,
      ranges: this.#ranges,
      isSpecial: this.#isSpecial
    }
  }

  #add(id: number, start: number, end: number, isSpecial: boolean): void {
    this.#ids.push(id)
    this.#tokens.push(this.#tokenOf.get(id) ?? '')
    this.#ranges.push([start, end])
    this.#isSpecial.push(isSpecial)
  }
}
