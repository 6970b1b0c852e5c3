import { AppError } from '../../main/errors.ts'

/** The AppError that `work` ends with; any other end fails the test. */
export async function failureOf(work: () => unknown): Promise<AppError> {
  let value: unknown
  try {
    value = await work()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw new Error(`expected an AppError, got ${String(thrown)}`, { cause: thrown })
  }
  throw new Error(`expected an AppError, got ${String(JSON.stringify(value)).slice(0, 200)}`)
}
