/** A bridge for tests of state classes without a page: each call answers as the test says. */
import { vi } from 'vitest'
import type {
  Bridge,
  CallName,
  ErrorReport,
  Outcome,
  Reply,
  Request
} from '../../preload/contract.ts'

type Answers = { [N in CallName]?: (request: Request<N>) => Reply<N> | Promise<Reply<N>> }

/** Thrown by an answer, it becomes the error of the outcome. */
export class Refusal extends Error {
  readonly report: ErrorReport

  constructor(report: ErrorReport) {
    super(report.message)
    this.report = report
  }
}

/** Puts the bridge on a global window; returns the calls as they come. */
export function stubBridge(answers: Answers): {
  readonly calls: { readonly name: CallName; readonly request: unknown }[]
  readonly dropped: string[][]
} {
  const calls: { name: CallName; request: unknown }[] = []
  const dropped: string[][] = []
  const bridge: Bridge = {
    async call(name, request): Promise<Outcome<Reply<typeof name>>> {
      calls.push({ name, request })
      const answer = answers[name]
      if (!answer) throw new Error(`the test did not expect a call of ${name}`)
      try {
        return { ok: true, value: await answer(request) }
      } catch (thrown) {
        if (thrown instanceof Refusal) return { ok: false, error: thrown.report }
        throw thrown
      }
    },
    on: () => () => undefined,
    drop: (files) => void dropped.push(files.map(({ name }) => name))
  }
  vi.stubGlobal('window', { shiftlens: bridge })
  return { calls, dropped }
}
