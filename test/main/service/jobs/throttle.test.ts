import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Throttle } from '../../../../main/service/jobs/throttle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('sends at most ten a second, the newest last', () => {
  const sent: number[] = []
  const throttle = new Throttle<number>(100, (value) => sent.push(value))
  for (let i = 0; i < 1_000; i++) {
    throttle.push(i)
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(100)
  expect(sent.length).toBeGreaterThan(8)
  expect(sent.length).toBeLessThanOrEqual(11)
  expect(sent[0]).toBe(0)
  expect(sent.at(-1)).toBe(999)
})

it('lets what is urgent through at once and drops what is older', () => {
  const sent: string[] = []
  const throttle = new Throttle<string>(100, (value) => sent.push(value))
  throttle.push('a')
  throttle.push('b')
  throttle.pushNow('urgent')
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(['a', 'urgent'])
})

it('sends nothing after it is cancelled', () => {
  const sent: string[] = []
  const throttle = new Throttle<string>(100, (value) => sent.push(value))
  throttle.push('a')
  throttle.push('b')
  throttle.cancel()
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(['a'])
})
