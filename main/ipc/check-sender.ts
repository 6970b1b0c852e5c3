import { AppError } from '../errors.ts'
import { isOwnUrl } from '../shell/origin.ts'

/** What is read of `IpcMainInvokeEvent`. */
export interface SenderEvent {
  readonly senderFrame: {
    readonly url: string
    readonly parent: unknown
  } | null
}

/** @throws AppError request/invalid unless the main frame of our own page sent it (trust.md SEC-07) */
export function checkSender({ senderFrame }: SenderEvent): void {
  if (senderFrame === null) throw refuse('a frame that is gone')
  if (senderFrame.parent !== null) throw refuse('a frame inside the page')
  if (!isOwnUrl(senderFrame.url)) throw refuse('a foreign page')
}

function refuse(sender: string): AppError {
  return new AppError('request/invalid', `call: sent by ${sender}, expected the window's own page`)
}
