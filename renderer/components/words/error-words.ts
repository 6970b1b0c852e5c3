/** What each kind of error means to a user, in a few words. */
import type { ErrorReport } from '../../../preload/contract.ts'
import type { JobError } from '../../../preload/data.ts'

const titles: Record<ErrorReport['code'], string> = {
  'checkpoint/unreadable': 'The checkpoint cannot be read',
  'checkpoint/malformed': 'The checkpoint breaks its format',
  'checkpoint/unsupported': 'The checkpoint is not supported',
  'checkpoint/changed': 'The checkpoint has changed',
  'request/invalid': 'This cannot be run as it stands',
  'engine/load-failed': 'The engine refused the model',
  'engine/run-failed': 'The computation failed',
  'engine/out-of-memory': 'Not enough memory',
  'engine/stopped': 'The engine stopped',
  'engine/device-refused': 'The device cannot be used',
  'store/unavailable': 'The library cannot be written',
  'store/newer': 'The library comes from a newer version',
  'store/full': 'The disk is full',
  'endpoint/unreachable': 'The language model cannot be reached',
  'endpoint/refused': 'The language model gave no usable answer',
  'job/cancelled': 'Cancelled',
  internal: 'Something unexpected happened'
}

function isKnown(code: string): code is ErrorReport['code'] {
  return Object.hasOwn(titles, code)
}

export function errorTitle(code: string): string {
  return isKnown(code) ? titles[code] : titles.internal
}

/** What to do where the error itself does not say it. */
const hints: Partial<Record<ErrorReport['code'], string>> = {
  'checkpoint/unreadable':
    'Choose the folder that holds config.json, tokenizer.json and the weights.',
  'checkpoint/malformed':
    'Copy or download the file again; if it stays so, it was written wrongly.',
  'checkpoint/changed': 'Start the run again on the folder as it is now.',
  'store/full': 'Make space on the disk, then resume.',
  internal: 'Copy the diagnostics for a report, and try again.'
}

export function errorHint({ code, hint }: ErrorReport | JobError): string | undefined {
  return hint ?? (isKnown(code) ? hints[code] : hints.internal)
}

/** The error as plain text for a report: everything on screen, nothing more. */
export function errorText(error: ErrorReport | JobError): string {
  const lines = [`${errorTitle(error.code)} (${error.code})`, error.message]
  if ('file' in error && error.file !== undefined) {
    const place = error.offsetBytes === undefined ? '' : `, byte ${error.offsetBytes}`
    lines.push(`File: ${error.file}${place}`)
  }
  const hint = errorHint(error)
  if (hint !== undefined) lines.push(hint)
  return lines.join('\n')
}
