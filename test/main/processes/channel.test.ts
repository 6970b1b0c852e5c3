import { expect, it } from 'vitest'
import { openChannel } from '../../../main/processes/channel.ts'

function end() {
  const sent: unknown[] = []
  let nClosed = 0
  const opened = openChannel({
    send: (message) => void sent.push(message),
    close: () => {
      nClosed++
    }
  })
  return { ...opened, sent, nClosed: () => nClosed }
}

it('keeps early messages for those who start to listen in the same go', async () => {
  const { channel, deliver } = end()
  deliver('a')
  deliver('b')
  const first: unknown[] = []
  const second: unknown[] = []
  channel.onMessage((message) => first.push(message))
  channel.onMessage((message) => second.push(message))
  await Promise.resolve()
  deliver('c')
  expect(first).toEqual(['a', 'b', 'c'])
  expect(second).toEqual(['a', 'b', 'c'])
})

it('tells its end once, with the first reason, also to those who ask later', () => {
  const { channel, closed } = end()
  const reasons: string[] = []
  channel.onClose((reason) => reasons.push(reason))
  expect(channel.isOpen).toBe(true)
  closed('ran out of memory')
  closed('disconnected')
  channel.onClose((reason) => reasons.push(`later: ${reason}`))
  expect(reasons).toEqual(['ran out of memory', 'later: ran out of memory'])
  expect(channel.isOpen).toBe(false)
})

it('sends nothing after its end and closes its carrier once', () => {
  const { channel, sent, nClosed } = end()
  channel.post(1)
  channel.close()
  channel.close()
  channel.post(2)
  expect(sent).toEqual([1])
  expect(nClosed()).toBe(1)
})
