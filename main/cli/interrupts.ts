/** Ctrl+C and its relatives: the first one asks to stop, a second one ends at once. */

/** npm and the terminal each pass a Ctrl+C on, so one key press arrives more than once. */
const sameKeyPressMs = 400

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupts {
  /** Called with the first one; at once when it has come already. */
  onFirst(listener: () => void): void
  /** Called with the second one. */
  onSecond(listener: () => void): void
  /** Gives the signals their own meaning again. */
  release(): void
}

/** Listens from now on. */
export function listenForInterrupts(
  source: Pick<NodeJS.Process, 'on' | 'off'> = process,
  now: () => number = () => performance.now()
): Interrupts {
  let firstMs: number | null = null
  let first: (() => void) | null = null
  let second: (() => void) | null = null
  const hear = (): void => {
    if (firstMs === null) {
      firstMs = now()
      first?.()
    } else if (now() - firstMs > sameKeyPressMs) {
      second?.()
    }
  }
  for (const signal of signals) source.on(signal, hear)
  return {
    onFirst(listener) {
      first = listener
      if (firstMs !== null) listener()
    },
    onSecond(listener) {
      second = listener
    },
    release() {
      for (const signal of signals) source.off(signal, hear)
    }
  }
}
