import type { Terminal } from '../../main/cli/terminal.ts'

/** A terminal that only remembers. */
export function fakeTerminal(): Terminal & { stdout: string; stderr: string } {
  const terminal = {
    stdout: '',
    stderr: '',
    out: (text: string) => void (terminal.stdout += text),
    note: (line: string) => void (terminal.stderr += `${line}\n`),
    passOn: (text: string) => void (terminal.stderr += text),
    progress: () => ({ show: () => undefined, end: () => undefined })
  }
  return terminal
}
