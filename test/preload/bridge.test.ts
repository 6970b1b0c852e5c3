import { describe, expect, it, vi } from 'vitest'
import { createBridge } from '../../preload/bridge.ts'
import { calls, eventNames } from '../../preload/contract.ts'
import { droppedPath } from '../../preload/dropped-path.ts'

function setUp() {
  const stop = vi.fn()
  const line = {
    invoke: vi.fn(async () => ({ ok: true, value: 1 })),
    listen: vi.fn((_channel: string, _listener: (payload: unknown) => void) => stop),
    pathOf: vi.fn((file: unknown) => (typeof file === 'string' ? file : null))
  }
  return { line, stop, bridge: createBridge(line, Object.keys(calls), eventNames) }
}

describe('the bridge', () => {
  it('has three functions and nothing else, and cannot be changed', () => {
    const { bridge } = setUp()
    expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
      ['call', 'function'],
      ['on', 'function'],
      ['drop', 'function']
    ])
    expect(Object.isFrozen(bridge)).toBe(true)
  })

  it('passes calls of the contract on, under our prefix', async () => {
    const { bridge, line } = setUp()
    expect(await bridge.call('app/info', {})).toEqual({ ok: true, value: 1 })
    expect(line.invoke).toHaveBeenCalledWith('shiftlens:app/info', {})
  })

  it.each(['', 'app/quit', 'drop', '__proto__', 'constructor', 'toString', 'shiftlens:app/info'])(
    'passes no call %j and no event of that name',
    async (name) => {
      const { bridge, line } = setUp()
      expect(await bridge.call(name as 'app/info', {})).toMatchObject({ ok: false })
      expect(() => bridge.on(name as never, () => undefined)).toThrow(/unknown/)
      expect(line.invoke).not.toHaveBeenCalled()
      expect(line.listen).not.toHaveBeenCalled()
    }
  )

  it('hands a listener the payload alone, and stops when told', () => {
    const { bridge, line, stop } = setUp()
    const listener = vi.fn()
    const stopListening = bridge.on('library/changed', listener)
    expect(line.listen.mock.calls[0]?.[0]).toBe('shiftlens:event/library/changed')
    line.listen.mock.calls[0]?.[1]({ resultId: 'r1' })
    expect(listener.mock.calls).toEqual([[{ resultId: 'r1' }]])
    stopListening()
    expect(stop).toHaveBeenCalledOnce()
  })

  it('listens to what arrives: checkpoints and data sets, opened or refused', () => {
    const { bridge, line } = setUp()
    const names = ['checkpoint/arrived', 'checkpoint/refused', 'study/arrived', 'study/refused']
    for (const name of names) bridge.on(name as 'study/arrived', () => undefined)
    expect(line.listen.mock.calls.map(([channel]) => channel)).toEqual(
      names.map((name) => `shiftlens:event/${name}`)
    )
  })

  it('passes on the paths of dropped files, of real ones only, and not without end', () => {
    const { bridge, line } = setUp()
    const files = ['/a', 7, '/b', ...Array.from({ length: 50 }, () => '/c')]
    bridge.drop(files as never)
    expect(line.invoke.mock.calls).toEqual([
      ['shiftlens:drop', { paths: ['/a', '/b', ...Array.from({ length: 13 }, () => '/c')] }]
    ])
  })
})

describe('droppedPath', () => {
  const file = Object.assign(new File(['x'], 'x'), { path: '/models/base' })

  it('asks Electron, or reads the file where Electron is too old to be asked', () => {
    expect(droppedPath(file, { getPathForFile: () => '/asked' })).toBe('/asked')
    expect(droppedPath(file, undefined)).toBe('/models/base')
  })

  it('gives none for what a page made itself', () => {
    expect(droppedPath(new File(['x'], 'x'), { getPathForFile: () => '' })).toBeNull()
    expect(droppedPath(new File(['x'], 'x'), undefined)).toBeNull()
    for (const fake of [{ path: '/etc/passwd' }, '/etc/passwd', null, undefined, 7]) {
      expect(droppedPath(fake, undefined)).toBeNull()
      expect(droppedPath(fake, { getPathForFile: () => '/etc/passwd' })).toBeNull()
    }
  })
})
