import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { toastMs, Toasts } from '../../../renderer/state/toasts.svelte.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a toast goes by itself, but not while it is held', () => {
  const toasts = new Toasts()
  const id = toasts.show('Deleted')
  toasts.hold(id)
  vi.advanceTimersByTime(10 * toastMs)
  expect(toasts.list).toHaveLength(1)
  toasts.resume(id)
  vi.advanceTimersByTime(toastMs)
  expect(toasts.list).toEqual([])
})

it('at most three are on screen, the newest last', () => {
  const toasts = new Toasts()
  for (const text of ['a', 'b', 'c', 'd']) toasts.show(text)
  expect(toasts.list.map(({ text }) => text)).toEqual(['b', 'c', 'd'])
})
