/** What a result about a prompt is called: its first line, shortened. */
export function promptTitle(prompt: string): string {
  const line = prompt.split(/\r?\n/, 1)[0] ?? ''
  const points = Array.from(line)
  return points.length > 80 ? `${points.slice(0, 79).join('')}…` : line
}
