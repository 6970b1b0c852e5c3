/** Below it a float32 has fewer bits, and fewer than six digits may do. */
const smallestNormal = 2 ** -126

/**
 * The shortest decimal that gives a float32 back when it is read as a number and rounded to float32.
 *
 * Six digits always survive the way there, nine always the way back.
 *
 * @throws RangeError for NaN and infinities, which JSON has no word for
 */
export function float32Text(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`number is ${value}, expected a finite one`)
  if (Object.is(value, -0)) return '-0'
  const fewest = Math.abs(value) < smallestNormal ? 1 : 6
  for (let digits = fewest; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits))
    if (Math.fround(decimal) === value) return String(decimal)
  }
  return String(Number(value.toPrecision(9)))
}
