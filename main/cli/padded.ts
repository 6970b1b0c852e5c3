/** A text filled with spaces to a width in code points, and one space at least after it. */
export function padded(text: string, width: number): string {
  const points = Array.from(text)
  const kept = points.length >= width ? `${points.slice(0, width - 2).join('')}…` : text
  return kept + ' '.repeat(width - Math.min(points.length, width - 1))
}
