import { AppError } from '../../main/errors.ts'

/** The AppError that `work` throws; any other outcome fails the test. */
export function appErrorOf(work: () => unknown): AppError {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown, expected an AppError')
}
