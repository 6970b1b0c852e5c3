// Python's `str.strip()`: the method is defined with it. JavaScript's `trim()` takes U+FEFF too, and
// leaves U+001C to U+001F and U+0085.
const stripped = /^[\s\x1c-\x1f\x85]$/

function isStripped(char: string): boolean {
  return char !== '\uFEFF' && stripped.test(char)
}

/** The text without white space at its ends. */
export function stripText(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isStripped(text.charAt(from))) from++
  while (to > from && isStripped(text.charAt(to - 1))) to--
  return text.slice(from, to)
}
