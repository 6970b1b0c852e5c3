import type { MessagePort } from 'node:worker_threads'
import { openChannel } from './channel.ts'
import type { Channel } from './channel.ts'

/** What is used of Electron's MessagePortMain, said here so that plain Node needs no Electron. */
export interface ElectronPort {
  postMessage(message: unknown, transfer?: ElectronPort[]): void
  on(event: 'close', listener: () => void): unknown
  on(event: 'message', listener: (event: ElectronPortEvent) => void): unknown
  start(): void
  close(): void
}

export interface ElectronPortEvent {
  readonly data: unknown
  readonly ports: ElectronPort[]
}

/** A channel over a port of Electron; transfers ports. */
export function electronPortChannel(port: ElectronPort): Channel {
  const end = openChannel({
    send: (message, transfer) => port.postMessage(message, transfer.filter(isElectronPort)),
    close: () => port.close()
  })
  port.on('message', ({ data, ports }) => end.deliver(data, ports))
  port.on('close', () => end.closed('the connection was closed'))
  port.start()
  return end.channel
}

/** A channel over a port of node:worker_threads, inside one process. */
export function nodePortChannel(port: MessagePort): Channel {
  const end = openChannel({
    send: (message) => port.postMessage(message),
    close: () => port.close()
  })
  port.on('message', (message: unknown) => end.deliver(message))
  port.on('close', () => end.closed('the connection was closed'))
  return end.channel
}

export function isElectronPort(value: unknown): value is ElectronPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'start' in value
}
