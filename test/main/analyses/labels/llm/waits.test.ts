import { describe, expect, it } from 'vitest'
import { backoffMs, Pace, retryAfterMs } from '../../../../../main/analyses/labels/llm/waits.ts'
import { FakeClock } from '../../../../helpers/fake-clock.ts'

const now = Date.UTC(2026, 0, 1, 12)

describe('backoff', () => {
  it('doubles from one second on and stops at thirty', () => {
    const waits = [0, 1, 2, 3, 4, 5, 60].map((nFailed) => backoffMs(nFailed, () => 1))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('is shortened by chance, by half at most', () => {
    expect(backoffMs(2, () => 0)).toBe(2_000)
    expect(backoffMs(2, () => 0.5)).toBe(3_000)
  })
})

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    [' 12 ', 12_000],
    ['86400', 120_000],
    ['Thu, 01 Jan 2026 12:00:05 GMT', 5_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['Fri, 02 Jan 2026 12:00:00 GMT', 120_000]
  ])('of "%s" is a wait of %i ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms)
  })

  it.each([null, '', 'soon', 'NaN'])('of %j is none', (header) => {
    expect(retryAfterMs(header, now)).toBeNull()
  })
})

describe('the pace', () => {
  const { signal } = new AbortController()

  it('keeps requests apart by a minute over their number', async () => {
    const clock = new FakeClock()
    const pace = new Pace(30, clock)
    for (let i = 0; i < 3; i++) await pace.turn(signal)
    expect(clock.waitsMs).toEqual([2_000, 2_000])
  })

  it('waits for nothing where the last request was long ago, or there is no limit', async () => {
    const clock = new FakeClock()
    const pace = new Pace(30, clock)
    await pace.turn(signal)
    await clock.sleep(5_000, signal)
    await pace.turn(signal)
    const free = new Pace(0, clock)
    await free.turn(signal)
    await free.turn(signal)
    expect(clock.waitsMs).toEqual([5_000])
  })
})
