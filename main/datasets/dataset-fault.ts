import { AppError } from '../errors.ts'

/** What is wrong with a data set as a whole, told as wrong with the request that names it. */
export function datasetFault(
  name: string,
  problem: string,
  details: { readonly hint: string; readonly offsetBytes?: number; readonly cause?: unknown }
): AppError {
  return new AppError('request/invalid', `data set ${name}: ${problem}`, { file: name, ...details })
}
