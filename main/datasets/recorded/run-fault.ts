import { AppError } from '../../errors.ts'

/** What is wrong with a case or a field of a recorded run; whoever reads the file adds where it stands. */
export function runFault(problem: string): AppError {
  return new AppError('request/invalid', problem)
}
