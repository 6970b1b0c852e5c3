import { CommanderError } from 'commander'
import { exitCodes } from './exit-codes.ts'

/** The error for words that make no sense; it is told with where to find help, and exit code 2. */
export function wrongUse(message: string): CommanderError {
  return new CommanderError(exitCodes.wrongUse, 'shiftlens.wrongUse', message)
}
