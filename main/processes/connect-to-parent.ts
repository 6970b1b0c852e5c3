import type { Channel } from './channel.ts'
import { parentOfChild } from './child-process.ts'
import { electronPortChannel } from './message-port.ts'
import type { ElectronPort, ElectronPortEvent } from './message-port.ts'

/** The first message to a utility process; its one port is the line that it shall use. */
export const connectMessage = 'connect'

export interface ParentConnection {
  readonly channel: Channel
  /** Decides how further processes are started: under Electron only main can. */
  readonly carrier: 'child-process' | 'utility-process'
}

interface ParentPort {
  once(event: 'message', listener: (event: ElectronPortEvent) => void): unknown
}

/** The line to whoever started this process, found out at run time: one program serves both carriers. */
export async function connectToParent(): Promise<ParentConnection> {
  const parentPort = electronParentPort()
  if (parentPort !== null) {
    const port = await new Promise<ElectronPort>((resolve, reject) => {
      parentPort.once('message', ({ data, ports: [first] }) => {
        if (data === connectMessage && first !== undefined) resolve(first)
        else reject(new Error(`first message: ${String(data)}, expected "connect" with a port`))
      })
    })
    return { channel: electronPortChannel(port), carrier: 'utility-process' }
  }
  const channel = parentOfChild()
  if (channel === null) throw new Error('this program is started by Shiftlens, not by hand')
  return { channel, carrier: 'child-process' }
}

/** Electron adds `parentPort` to `process` in utility processes; plain Node has none. */
function electronParentPort(): ParentPort | null {
  if (!('parentPort' in process)) return null
  const port: unknown = process.parentPort
  return isParentPort(port) ? port : null
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'once' in value
}
