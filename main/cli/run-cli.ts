import { CommanderError } from 'commander'
import { reportError } from '../errors.ts'
import { escapeLines } from './escape-lines.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { failureText } from './failure-text.ts'
import { makeProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs the words of a command line to their end; never throws.
 *
 * @param words  without the program's own name
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.success
  const program = makeProgram(terminal, (found) => {
    code = found
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return code
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) {
      terminal.note(failureText(reportError(thrown)))
      return exitCodes.failure
    }
    // Help and version were asked for.
    if (thrown.exitCode === 0) return exitCodes.success
    if (thrown.code !== 'commander.help') {
      terminal.note(`shiftlens: ${escapeLines(thrown.message.replace(/^error: /, ''))}`)
      terminal.note(`  See ${helpWords(words)}.`)
    }
    return exitCodes.wrongUse
  }
}

const commands = 'attribute concepts generate heads inspect label library sample study'.split(' ')

function helpWords([first]: readonly string[]): string {
  const command = first !== undefined && commands.includes(first) ? ` ${first}` : ''
  return `"shiftlens${command} --help"`
}
