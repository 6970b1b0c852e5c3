/** Where a command speaks: results to stdout, everything else to stderr. */
import cliProgress from 'cli-progress'
import { displayText } from '../../preload/token-display.ts'
import { escapeLines } from './escape-lines.ts'

export interface Progress {
  /** @param fraction 0–1 */
  show(fraction: number, phase: string, remainingMs: number | null): void
  end(): void
}

export interface Terminal {
  /** A result; ends with its own line break. */
  out(text: string): void
  /** A line for the person who waits. */
  note(line: string): void
  /** Lines of the processes behind the command. */
  passOn(text: string): void
  progress(): Progress
}

/** The terminal of this process; untrusted text in notes is made visible here, once. */
export function processTerminal(): Terminal {
  let bar: cliProgress.SingleBar | null = null
  const line = (text: string): void => {
    // The bar's line is written over and drawn anew with its next step.
    if (bar !== null) process.stderr.write('\r\u001b[K')
    process.stderr.write(`${text}\n`)
  }
  return {
    out: (text) => void process.stdout.write(text),
    note: (text) => line(escapeLines(text)),
    passOn: (text) => {
      for (const each of text.split('\n')) if (each.trim() !== '') line(displayText(each))
    },
    progress() {
      if (!process.stderr.isTTY) return silent
      const shown = newBar()
      bar = shown
      return {
        show(fraction, phase, remainingMs) {
          shown.update(fraction, { phase: displayText(phase), left: timeLeft(remainingMs) })
        },
        end() {
          shown.stop()
          bar = null
        }
      }
    }
  }
}

const silent: Progress = { show: () => undefined, end: () => undefined }

function newBar(): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage} %  {phase}{left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl+C is the command's to answer; a second listener would end the process under it.
    gracefulExit: false,
    linewrap: false
  })
  bar.start(1, 0, { phase: 'starting', left: '' })
  return bar
}

function timeLeft(remainingMs: number | null): string {
  if (remainingMs === null) return ''
  const seconds = Math.ceil(remainingMs / 1_000)
  if (seconds < 60) return `, ${seconds} s left`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `, ${minutes} min left` : `, ${(minutes / 60).toFixed(1)} h left`
}
