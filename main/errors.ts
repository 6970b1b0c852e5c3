/**
 * The one error class of the program. Its code says what kind of thing went wrong, its message names
 * subject, found value and expected value, its hint says what to do.
 */

/** Closed set of error codes; the table in CONTRIBUTING.md says what a user sees for each. */
export const errorCodes = [
  'checkpoint/unreadable',
  'checkpoint/malformed',
  'checkpoint/unsupported',
  'checkpoint/changed',
  'request/invalid',
  'engine/load-failed',
  'engine/run-failed',
  'engine/out-of-memory',
  'engine/stopped',
  'engine/device-refused',
  'store/unavailable',
  'store/newer',
  'store/full',
  'endpoint/unreachable',
  'endpoint/refused',
  'job/cancelled',
  'internal'
] as const

export type ErrorCode = (typeof errorCodes)[number]

export interface ErrorDetails {
  /** What the user can do about it, one sentence. */
  readonly hint?: string
  /** The file it is about (base name or path as the user gave it). */
  readonly file?: string
  /** Byte offset in that file. */
  readonly offsetBytes?: number
  readonly cause?: unknown
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly file: string | undefined
  readonly offsetBytes: number | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.file = details.file
    this.offsetBytes = details.offsetBytes
  }
}

/** An error as plain data: what crosses a process border and reaches the screen. No stack. */
export interface ErrorReport {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
  readonly file?: string
  readonly offsetBytes?: number
}

/** The answer of every call between processes. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorReport }

/** Turns whatever was thrown into plain data; anything that is not an AppError is a bug, `internal`. */
export function reportError(thrown: unknown): ErrorReport {
  if (thrown instanceof AppError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint !== undefined && { hint: thrown.hint }),
      ...(thrown.file !== undefined && { file: thrown.file }),
      ...(thrown.offsetBytes !== undefined && { offsetBytes: thrown.offsetBytes })
    }
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message }
}

/** The error that a report stands for, to be thrown on the receiving side. */
export function reviveError(report: ErrorReport): AppError {
  return new AppError(report.code, report.message, report)
}

/** Runs `work` and answers with an Outcome: the border where exceptions become data. */
export async function settle<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: reportError(thrown) }
  }
}

/** The value of an Outcome, or its error thrown. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw reviveError(outcome.error)
}
