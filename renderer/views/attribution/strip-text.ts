/** Python's `str.strip()`, by which the method is defined; `trim()` differs in seven characters. */
const stripped = /^[\s\x1c-\x1f\x85]$/

export function stripText(text: string): string {
  const started = stripStart(text)
  let end = started.length
  while (end > 0 && isStripped(started.charAt(end - 1))) end--
  return started.slice(0, end)
}

export function stripStart(text: string): string {
  let start = 0
  while (start < text.length && isStripped(text.charAt(start))) start++
  return text.slice(start)
}

function isStripped(character: string): boolean {
  return character !== '\uFEFF' && stripped.test(character)
}
