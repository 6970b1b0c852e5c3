import { describe, expect, it, vi } from 'vitest'
import { ServiceLink } from '../../../main/ipc/service-link.ts'
import { openChannel } from '../../../main/processes/channel.ts'
import { exitNotice } from '../../../main/processes/child-handle.ts'
import type { ChildHandle } from '../../../main/processes/child-handle.ts'

/** A process that answers every call with its own number, or ends when it is told to. */
function fakeProcess(number: number, endsByItself = true) {
  const { onExit, announce } = exitNotice()
  const end = openChannel({
    send: (message) => {
      const { id } = message as { id: number }
      const outcome = { ok: true, value: number }
      setImmediate(() => end.deliver({ kind: 'reply', id, outcome }))
    },
    close: () => {
      if (endsByItself) stop('ended by itself')
    }
  })
  const stop = (sentence: string): void => {
    announce({ kind: 'crashed', sentence })
    end.closed(sentence)
  }
  const kill = vi.fn(() => stop('was stopped on request'))
  const child: ChildHandle = { channel: end.channel, pid: number, kill, onExit }
  return { child, crash: () => stop('crashed'), kill, emit: end.deliver }
}

describe('the link to the service', () => {
  it('starts it on first need, and again after a crash, up to three crashes', async () => {
    const started: ReturnType<typeof fakeProcess>[] = []
    const onCrash = vi.fn()
    const link = new ServiceLink({
      launch: () => {
        const next = fakeProcess(started.length + 1)
        started.push(next)
        return next.child
      },
      events: {},
      onCrash
    })
    expect(started).toHaveLength(0)
    for (const number of [1, 2, 3]) {
      expect(await link.call('job/list', null)).toBe(number)
      expect(await link.call('job/list', null)).toBe(number)
      started.at(-1)?.crash()
    }
    expect(onCrash).toHaveBeenCalledTimes(3)
    await expect(link.call('job/list', null)).rejects.toMatchObject({ code: 'engine/stopped' })
    expect(started).toHaveLength(3)
  })

  it('passes events on', () => {
    const fake = fakeProcess(1)
    const onChange = vi.fn()
    const link = new ServiceLink({
      launch: () => fake.child,
      events: { 'library/changed': onChange },
      onCrash: vi.fn()
    })
    void link.call('job/list', null)
    fake.emit({ kind: 'event', name: 'library/changed', payload: { resultId: 'r1' } })
    expect(onChange).toHaveBeenCalledWith({ resultId: 'r1' })
  })

  it('lets it end by itself on closing, and starts none again', async () => {
    const fake = fakeProcess(1)
    const onCrash = vi.fn()
    const link = new ServiceLink({ launch: () => fake.child, events: {}, onCrash })
    await link.call('job/list', null)
    await link.close()
    expect(fake.kill).not.toHaveBeenCalled()
    expect(onCrash).not.toHaveBeenCalled()
    await expect(link.call('job/list', null)).rejects.toMatchObject({ code: 'engine/stopped' })
  })

  it('kills one that does not end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const fake = fakeProcess(1, false)
      const link = new ServiceLink({ launch: () => fake.child, events: {}, onCrash: vi.fn() })
      await link.call('job/list', null)
      const closed = link.close()
      await vi.advanceTimersByTimeAsync(5_000)
      await closed
      expect(fake.kill).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })

  it('says why it could not be started', async () => {
    const link = new ServiceLink({
      launch: () => {
        throw new Error('no such program')
      },
      events: {},
      onCrash: vi.fn()
    })
    await expect(link.call('job/list', null)).rejects.toMatchObject({
      code: 'engine/stopped',
      message: expect.stringContaining('no such program')
    })
  })
})
