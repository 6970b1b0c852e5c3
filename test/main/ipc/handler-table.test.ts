import { beforeEach, expect, it, vi } from 'vitest'
import { serveCalls } from '../../../main/ipc/handler-table.ts'
import type { HandlerTable } from '../../../main/ipc/handler-table.ts'
import { largestReplyBytes, largestRequestBytes } from '../../../main/ipc/size-limits.ts'
import { calls } from '../../../preload/contract.ts'
import type { CallName } from '../../../preload/contract.ts'

const channels = vi.hoisted(() => [] as string[])
vi.mock('electron', () => ({ ipcMain: { handle: (channel: string) => channels.push(channel) } }))
beforeEach(() => void (channels.length = 0))

/** docs/decisions/number-of-calls.md */
const mostCalls = 64
const names = Object.keys(calls) as CallName[]

it('serves every call of the contract once, under our prefix', () => {
  const table = Object.fromEntries(names.map((name) => [name, () => null]))
  serveCalls(table as never as HandlerTable)
  expect(channels).toEqual(names.map((name) => `shiftlens:${name}`))
  expect(names.length).toBeLessThanOrEqual(mostCalls)
})

it('limits requests to 1 MiB and replies to 16 MiB, with the documented exceptions', () => {
  const mebibyte = 2 ** 20
  const unusual = names.filter(
    (name) => largestRequestBytes(name) !== mebibyte || largestReplyBytes(name) !== 16 * mebibyte
  )
  expect(unusual).toEqual([
    'heads/layer',
    'attention/layer',
    'study/pick',
    'study/preview',
    'study/case',
    'job/partial',
    'result/open',
    'picture/save'
  ])
  expect(unusual.filter((name) => largestRequestBytes(name) !== mebibyte)).toEqual(['picture/save'])
  expect(largestRequestBytes('picture/save')).toBe(64 * mebibyte)
  expect(largestReplyBytes('heads/layer')).toBe(64 * mebibyte)
  expect(largestReplyBytes('attention/layer')).toBe(256 * mebibyte)
  expect(largestReplyBytes('study/case')).toBe(128 * mebibyte)
  expect(largestReplyBytes('study/preview')).toBe(64 * mebibyte)
  expect(largestReplyBytes('study/pick')).toBe(largestReplyBytes('study/preview'))
  expect(largestReplyBytes('picture/save')).toBe(16 * mebibyte)
})
