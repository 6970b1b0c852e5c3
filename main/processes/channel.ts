/** A two-way line between two processes. Messages are plain cloneable data and arrive in order. */
export interface Channel {
  /** Does nothing once closed; throws when the message cannot be cloned. */
  post(message: unknown, transfer?: readonly unknown[]): void
  /** Messages that arrive before the first listener wait for it. */
  onMessage(listener: MessageListener): void
  /** Called once with the reason in plain words; at once when closed already. */
  onClose(listener: (reason: string) => void): void
  close(): void
  readonly isOpen: boolean
}

export type MessageListener = (message: unknown, ports: readonly unknown[]) => void

/** What a carrier must do for its channel. */
export interface Carrier {
  send(message: unknown, transfer: readonly unknown[]): void
  close(): void
}

/** The carrier's side of a channel. */
export interface ChannelEnd {
  readonly channel: Channel
  deliver(message: unknown, ports?: readonly unknown[]): void
  /** The line is gone; only the first reason counts. */
  closed(reason: string): void
}

/** Makes a channel over a carrier: keeps the listeners, early messages and the reason of its end. */
export function openChannel(carrier: Carrier): ChannelEnd {
  const messageListeners: MessageListener[] = []
  const closeListeners: ((reason: string) => void)[] = []
  let early: [message: unknown, ports: readonly unknown[]][] = []
  let endReason: string | null = null

  function closed(reason: string): void {
    if (endReason !== null) return
    endReason = reason
    for (const listener of closeListeners) listener(reason)
  }

  const channel: Channel = {
    get isOpen() {
      return endReason === null
    },
    post(message, transfer = []) {
      if (endReason === null) carrier.send(message, transfer)
    },
    onMessage(listener) {
      messageListeners.push(listener)
      if (early.length === 0) return
      const waiting = early
      early = []
      // Later, so that whoever registers several listeners in one go misses nothing.
      queueMicrotask(() => {
        for (const [message, ports] of waiting) deliver(message, ports)
      })
    },
    onClose(listener) {
      if (endReason === null) closeListeners.push(listener)
      else listener(endReason)
    },
    close() {
      if (endReason !== null) return
      closed('closed by this side')
      carrier.close()
    }
  }

  function deliver(message: unknown, ports: readonly unknown[] = []): void {
    if (messageListeners.length === 0) early.push([message, ports])
    else for (const listener of messageListeners) listener(message, ports)
  }

  return { channel, deliver, closed }
}
