/**
 * The only use of ipcMain (lint holds to it): checks sender, size and shape of a request, runs one
 * function, answers with an Outcome. No stack ever reaches the page.
 */
import { ipcMain } from 'electron'
import * as v from 'valibot'
import { AppError, settle } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { log } from '../shell/log.ts'
import { checkSender } from './check-sender.ts'
import type { SenderEvent } from './check-sender.ts'
import { measureBytes } from './measure-bytes.ts'
import { ownBuffers } from './own-buffers.ts'

export interface SizeLimits {
  readonly requestBytes: number
  readonly replyBytes: number
}

/** Serves one channel; every refusal and failure is logged by its code. */
export function handle<const Schema extends v.GenericSchema>(
  channel: `shiftlens:${string}`,
  schema: Schema,
  limits: SizeLimits,
  work: (request: v.InferOutput<Schema>) => unknown
): void {
  ipcMain.handle(channel, async (event: SenderEvent, ...args: readonly unknown[]) => {
    const outcome = await settle(async () => {
      checkSender(event)
      return checkReply(channel, limits, await work(parseRequest(channel, schema, limits, args)))
    })
    if (!outcome.ok) log(`${channel}: ${outcome.error.code}: ${outcome.error.message}`)
    return outcome satisfies Outcome<unknown>
  })
}

function parseRequest<const Schema extends v.GenericSchema>(
  channel: string,
  schema: Schema,
  { requestBytes }: SizeLimits,
  args: readonly unknown[]
): v.InferOutput<Schema> {
  if (args.length !== 1) {
    throw new AppError('request/invalid', `${channel}: ${args.length} arguments, expected 1`)
  }
  if (measureBytes(args[0], requestBytes) > requestBytes) {
    throw new AppError('request/invalid', `${channel}: larger than ${requestBytes} bytes`, {
      hint: 'Shorten the text.'
    })
  }
  const parsed = v.safeParse(schema, args[0], { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue) ?? 'request'
  // Found values may be prompts: the field and what was expected suffice.
  throw new AppError(
    'request/invalid',
    `${channel}: ${field}: ${issue.type} does not hold, expected ${issue.expected ?? 'another value'}`
  )
}

function checkReply(channel: string, { replyBytes }: SizeLimits, reply: unknown): unknown {
  if (measureBytes(reply, replyBytes) <= replyBytes) return ownBuffers(reply)
  throw new AppError('internal', `${channel}: the answer is larger than ${replyBytes} bytes`)
}
