const mostLines = 200
const lines: string[] = []

/** Writes a line to stderr and keeps it for the diagnostics. Never give it prompts or token texts. */
export function log(line: string): void {
  const stamped = `${new Date().toISOString()} ${line}`
  console.error(stamped)
  lines.push(stamped)
  if (lines.length > mostLines) lines.shift()
}

/** The newest lines, oldest first. */
export function loggedLines(): readonly string[] {
  return [...lines]
}
