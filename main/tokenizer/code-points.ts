/** Number of code points in a text; ranges and spans count these, JavaScript counts UTF-16 units. */
export function countPoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** The UTF-16 unit at which code point `point` begins (the length, past the end). */
export function unitOfPoint(text: string, point: number): number {
  let unit = 0
  for (let p = 0; p < point && unit < text.length; p++) {
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
  }
  return unit
}

/** Code points `start` to `end` of a text. */
export function slicePoints(text: string, start: number, end: number): string {
  const from = unitOfPoint(text, start)
  return text.slice(from, from + unitOfPoint(text.slice(from), end - start))
}
