import { expect, it } from 'vitest'
import { JobClock } from '../../../../main/service/jobs/job-clock.ts'

function clockAt(earlierMs: number) {
  let nowMs = 1_000
  const clock = new JobClock(earlierMs, () => nowMs)
  return { clock, pass: (ms: number) => (nowMs += ms) }
}

it('adds the time of this try to that of earlier ones', () => {
  const { clock, pass } = clockAt(5_000)
  pass(300)
  expect(clock.elapsedMs).toBe(5_000)
  clock.start(0)
  pass(700)
  expect(clock.elapsedMs).toBe(5_700)
  clock.stop()
  pass(9_999)
  expect(clock.elapsedMs).toBe(5_700)
})

it('guesses what is left from this try alone', () => {
  const { clock, pass } = clockAt(60_000)
  clock.start(0.5)
  expect(clock.remainingMs(0.5)).toBeNull()
  pass(2_000)
  // A quarter of the whole took two seconds, another quarter is left.
  expect(clock.remainingMs(0.75)).toBe(2_000)
  clock.stop()
  expect(clock.remainingMs(0.75)).toBeNull()
})

it('guesses nothing from too little', () => {
  const { clock, pass } = clockAt(0)
  clock.start(0)
  pass(400)
  expect(clock.remainingMs(0.5)).toBeNull()
  pass(600)
  expect(clock.remainingMs(0.001)).toBeNull()
})
