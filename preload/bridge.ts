import type { Bridge, Outcome } from './contract.ts'

/** The part of Electron that the bridge needs; the page gets none of it (trust.md SEC-08). */
export interface Line {
  invoke(channel: string, request: unknown): Promise<unknown>
  /** Returns a function that stops listening. */
  listen(channel: string, listener: (payload: unknown) => void): () => void
  pathOf(file: unknown): string | null
}

/** How many dropped things are looked at; a pair needs two. */
const mostDropped = 16

/** The object that the page sees: only names of the contract pass, in either direction. */
export function createBridge(
  line: Line,
  callNames: readonly string[],
  eventNames: readonly string[]
): Bridge {
  const calls = new Set(callNames)
  const events = new Set(eventNames)
  return Object.freeze({
    call: async (name: string, request: unknown) => {
      if (!calls.has(name)) return refused(`call ${JSON.stringify(name)} is unknown`)
      // Main answers every call with an Outcome of the type that the contract names.
      return (await line.invoke(`shiftlens:${name}`, request)) as Outcome<never>
    },
    on: (name: string, listener: (payload: never) => void) => {
      if (!events.has(name)) throw new Error(`event ${JSON.stringify(name)} is unknown`)
      // Main sends under this name only the payload that the contract names.
      return line.listen(`shiftlens:event/${name}`, (payload) => listener(payload as never))
    },
    drop: (files: readonly unknown[]) => {
      const paths = Array.from(files).slice(0, mostDropped).map(line.pathOf)
      void line.invoke('shiftlens:drop', { paths: paths.filter((path) => path !== null) })
    }
  })
}

function refused(message: string): Outcome<never> {
  return { ok: false, error: { code: 'request/invalid', message } }
}
