import type { Channel } from './channel.ts'
import type { ExitReason } from './exit-reason.ts'

/** A started process, whatever carries it. */
export interface ChildHandle {
  readonly channel: Channel
  readonly pid: number | null
  /** Ends it at once, without a chance to react. */
  kill(): void
  /** Called once; at once when it has ended already. */
  onExit(listener: (reason: ExitReason) => void): void
}

/** What to start and how. */
export interface ForkOptions {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Limit of the JavaScript heap in MiB. */
  readonly heapLimitMb: number
  /** Takes what the process writes to stdout and stderr. */
  readonly onOutput: (text: string) => void
}

/** An event that happens once, with those who wait for it. */
export function exitNotice(): {
  readonly onExit: ChildHandle['onExit']
  readonly announce: (reason: ExitReason) => void
} {
  const listeners: ((reason: ExitReason) => void)[] = []
  let known: ExitReason | null = null
  return {
    onExit(listener) {
      if (known === null) listeners.push(listener)
      else listener(known)
    },
    announce(reason) {
      if (known !== null) return
      known = reason
      for (const listener of listeners) listener(reason)
    }
  }
}
