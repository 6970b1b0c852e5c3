import { AppError } from '../../../errors.ts'

export interface VectorFault {
  /** Such as `line 7`; none for the file as a whole. */
  readonly where?: string
  readonly found: string
  readonly expected: string
  readonly hint?: string
  readonly offsetBytes?: number
}

/** What is wrong with a file of word vectors: it is a field of the request that names it. */
export function vectorFault(
  file: string,
  { where, found, expected, ...details }: VectorFault
): AppError {
  const subject = where === undefined ? file : `${file}, ${where}`
  return new AppError('request/invalid', `${subject}: ${found}, expected ${expected}`, {
    file,
    ...details
  })
}

/** Text of a file for a message: short, in quotes, controls escaped. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

export const cutShortHint = 'It may have been cut short: fetch it again.'
