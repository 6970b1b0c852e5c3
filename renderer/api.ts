/** The renderer's only door to the rest of the program: typed calls and events over the bridge. */
import type {
  Bridge,
  CallName,
  ErrorReport,
  EventName,
  Events,
  Reply,
  Request
} from '../preload/contract.ts'

declare global {
  interface Window {
    readonly shiftlens: Bridge
  }
}

/** A call that main answered with an error; the report is what a view shows. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly report: ErrorReport

  constructor(report: ErrorReport) {
    super(report.message)
    this.report = report
  }
}

/**
 * Asks main and waits for its answer.
 * @throws {CallError} when main answers with an error
 */
export async function call<N extends CallName>(name: N, request: Request<N>): Promise<Reply<N>> {
  const outcome = await window.shiftlens.call(name, request)
  if (outcome.ok) return outcome.value
  throw new CallError(outcome.error)
}

/** Listens to an event of main; returns a function that stops listening. */
export function on<N extends EventName>(
  name: N,
  listener: (payload: Events[N]) => void
): () => void {
  return window.shiftlens.on(name, listener)
}

/** Hands dropped files or folders to main; the answer is an event, `arrived` or `refused`. */
export function drop(files: readonly File[]): void {
  window.shiftlens.drop(files)
}

/** What to show for anything that was thrown: the report of a CallError, else an unexpected error. */
export function reportOf(thrown: unknown): ErrorReport {
  if (thrown instanceof CallError) return thrown.report
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) }
}
