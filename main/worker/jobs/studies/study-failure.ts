import { AppError } from '../../../errors.ts'

/**
 * Why one case cannot run, in plain words: a text over the context, a prompt without a token, logits that
 * overflow. The study goes on without it.
 *
 * @throws what was thrown, where it is no failing of the case: a stop, short memory, changed files, a bug
 */
export function problemOfCase(thrown: unknown): string {
  if (thrown instanceof AppError && isOfCase(thrown)) return thrown.message
  throw thrown
}

function isOfCase({ code }: AppError): boolean {
  return code === 'request/invalid' || code === 'engine/run-failed'
}
