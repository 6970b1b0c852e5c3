import { MessageChannel } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../main/processes/channel.ts'
import { nodePortChannel } from '../../main/processes/message-port.ts'

/** The two ends of a line inside this process; messages are cloned as between processes. */
export function channelPair(): readonly [Channel, Channel] {
  const { port1, port2 } = new MessageChannel()
  const ends = [nodePortChannel(port1), nodePortChannel(port2)] as const
  onTestFinished(() => {
    for (const end of ends) end.close()
  })
  return ends
}
