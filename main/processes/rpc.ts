/**
 * Typed calls and events over a Channel. A table of calls is an interface `name: [request, reply]`,
 * a table of events `name: payload`; both sides of a channel may serve and call at the same time.
 */
import { AppError, settle, unwrap } from '../errors.ts'
import type { ErrorReport, Outcome } from '../errors.ts'
import type { Channel } from './channel.ts'

export type CallTable<Calls> = {
  readonly [Name in keyof Calls]: readonly [request: unknown, reply: unknown]
}
export type RequestOf<Calls extends CallTable<Calls>, Name extends keyof Calls> = Calls[Name][0]
export type ReplyOf<Calls extends CallTable<Calls>, Name extends keyof Calls> = Calls[Name][1]

/** One handler a call; a missing one does not compile. */
export type Handlers<Calls extends CallTable<Calls>> = {
  readonly [Name in keyof Calls]: (
    request: RequestOf<Calls, Name>
  ) => ReplyOf<Calls, Name> | Promise<ReplyOf<Calls, Name>>
}

export interface Client<Calls extends CallTable<Calls>> {
  /** Throws the other side's AppError; `engine/stopped` when the channel closes before the reply. */
  call<Name extends keyof Calls & string>(
    name: Name,
    request: RequestOf<Calls, Name>
  ): Promise<ReplyOf<Calls, Name>>
}

export type Emit<Events> = <Name extends keyof Events & string>(
  name: Name,
  payload: Events[Name]
) => void

export type EventListeners<Events> = {
  readonly [Name in keyof Events]?: (payload: Events[Name]) => void
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown }

/** Answers the calls that arrive. Every answer is an Outcome: errors cross as reports. */
export function serve<Calls extends CallTable<Calls>>(
  channel: Channel,
  handlers: Handlers<Calls>
): void {
  // The names are only known at run time here; `Client.call` ties name, request and reply together.
  const byName = new Map<string, (request: unknown) => unknown>(Object.entries(handlers))
  channel.onMessage((message) => {
    if (isMessage(message) && message.kind === 'call') void answer(channel, byName, message)
  })
}

async function answer(
  channel: Channel,
  byName: ReadonlyMap<string, (request: unknown) => unknown>,
  { id, name, request }: Extract<Message, { kind: 'call' }>
): Promise<void> {
  const outcome = await settle(() => {
    const handler = byName.get(name)
    if (handler !== undefined) return handler(request)
    throw new AppError(
      'request/invalid',
      `call ${JSON.stringify(name)}: unknown, expected one of ${[...byName.keys()].join(', ')}`
    )
  })
  try {
    channel.post({ kind: 'reply', id, outcome })
  } catch (thrown) {
    const error: ErrorReport = {
      code: 'internal',
      message: `call "${name}": its reply cannot be sent: ${String(thrown)}`
    }
    channel.post({ kind: 'reply', id, outcome: { ok: false, error } })
  }
}

/** The calling side. Calls have no time limit: a native call may take as long as it takes. */
export function client<Calls extends CallTable<Calls>>(channel: Channel): Client<Calls> {
  const pending = new Map<number, (outcome: Outcome<unknown>) => void>()
  let nextId = 1
  let endReason: string | null = null

  channel.onMessage((message) => {
    if (!isMessage(message) || message.kind !== 'reply') return
    pending.get(message.id)?.(message.outcome)
    pending.delete(message.id)
  })
  channel.onClose((reason) => {
    endReason = reason
    for (const settleCall of pending.values()) settleCall(stopped(reason))
    pending.clear()
  })

  return {
    async call(name, request) {
      const outcome = await new Promise<Outcome<unknown>>((resolve) => {
        if (endReason !== null) return resolve(stopped(endReason))
        const id = nextId++
        channel.post({ kind: 'call', id, name, request })
        pending.set(id, resolve)
      })
      return unwrap(outcome)
    }
  }
}

/** The sending side of events. */
export function emitter<Events>(channel: Channel): Emit<Events> {
  return (name, payload) => channel.post({ kind: 'event', name, payload })
}

/** The receiving side of events; those without a listener are dropped. */
export function listen<Events>(channel: Channel, listeners: EventListeners<Events>): void {
  const byName = new Map<string, (payload: unknown) => void>(Object.entries(listeners))
  channel.onMessage((message) => {
    if (isMessage(message) && message.kind === 'event') byName.get(message.name)?.(message.payload)
  })
}

function stopped(reason: string): Outcome<never> {
  return {
    ok: false,
    error: { code: 'engine/stopped', message: `the process on the other side stopped: ${reason}` }
  }
}

/** Both ends are this program; other kinds on the same channel belong to other listeners. */
function isMessage(message: unknown): message is Message {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false
  return message.kind === 'call' || message.kind === 'reply' || message.kind === 'event'
}
