import type { ErrorReport } from '../errors.ts'
import { escapeLines } from './escape-lines.ts'

/** What happened, where, and what to do about it; never a stack. */
export function failureText({ code, message, hint, file, offsetBytes }: ErrorReport): string {
  const isBug = code === 'internal'
  const where = file !== undefined && !message.includes(file) ? ` (${file})` : ''
  const at = offsetBytes === undefined ? '' : `, at byte ${offsetBytes}`
  const lines = [`shiftlens: ${isBug ? 'a fault of the program: ' : ''}${message}${where}${at}`]
  if (hint !== undefined) lines.push(`  ${hint}`)
  else if (isBug) lines.push('  Please report it with the command that you typed.')
  return escapeLines(lines.join('\n'))
}
