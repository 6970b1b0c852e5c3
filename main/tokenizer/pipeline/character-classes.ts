// Classes of characters as the reference tokenizer (Rust) draws them. JavaScript's \s and trim()
// differ: they take U+FEFF and leave out U+0085.
export const whiteSpace = /^\p{White_Space}$/u

const numeric = /^\p{N}$/u
const punctuation = /^[!-/:-@[-`{-~\p{P}]$/u
const wordPart = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u

export function isWhiteSpace(char: string): boolean {
  return whiteSpace.test(char)
}

export function isNumeric(char: string): boolean {
  return numeric.test(char)
}

/** ASCII punctuation (which includes symbols such as `$`) and every Unicode punctuation mark. */
export function isPunctuation(char: string): boolean {
  return punctuation.test(char)
}

/** What `\w` takes in the reference. */
export function isWordPart(char: string): boolean {
  return wordPart.test(char)
}

/** The character that ends at unit `end` of the text, '' at its start. */
export function charBefore(text: string, end: number): string {
  if (end <= 0) return ''
  const unit = text.charCodeAt(end - 1)
  const isPair = unit >= 0xdc00 && unit <= 0xdfff && end >= 2
  return text.slice(isPair ? end - 2 : end - 1, end)
}

/** The character that begins at unit `start` of the text, '' at its end. */
export function charAt(text: string, start: number): string {
  const point = text.codePointAt(start)
  return point === undefined ? '' : String.fromCodePoint(point)
}
