import { calls } from '../../preload/contract.ts'
import type { CallName, Reply, Request } from '../../preload/contract.ts'
import { handle } from './handle.ts'
import { largestReplyBytes, largestRequestBytes } from './size-limits.ts'

/** One function a call; a missing one does not compile. */
export type HandlerTable = {
  readonly [N in CallName]: (request: Request<N>) => Reply<N> | Promise<Reply<N>>
}

/** Serves every call of the contract. */
export function serveCalls(table: HandlerTable): void {
  for (const name of Object.keys(calls) as CallName[]) serveCall(name, table)
}

function serveCall<N extends CallName>(name: N, table: HandlerTable): void {
  const work: (request: Request<N>) => unknown = table[name]
  handle(
    `shiftlens:${name}`,
    calls[name].request,
    { requestBytes: largestRequestBytes(name), replyBytes: largestReplyBytes(name) },
    // The schema of this very call made the request.
    (request) => work(request as Request<N>)
  )
}
