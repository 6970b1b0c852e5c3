import { expect, it } from 'vitest'
import type { JobState } from '../../../../preload/data.ts'
import { isAtRest, nextState } from '../../../../main/service/jobs/job-state.ts'
import type { JobAction } from '../../../../main/service/jobs/job-state.ts'

const states: readonly JobState[] = [
  'queued',
  'running',
  'paused',
  'cancelling',
  'cancelled',
  'failed',
  'interrupted',
  'done'
]
const actions: readonly JobAction[] = [
  'start',
  'pause',
  'resume',
  'cancel',
  'stopped',
  'finished',
  'failed',
  'obstructed',
  'interrupt'
]

it('only a queued job starts, and only one that rests is resumed', () => {
  const from = (action: JobAction) => states.filter((state) => nextState(state, action) !== null)
  expect(from('start')).toEqual(['queued'])
  expect(from('resume')).toEqual(['paused', 'cancelled', 'failed', 'interrupted'])
})

it('nothing happens to a job that is done', () => {
  for (const action of actions) expect(nextState('done', action)).toBeNull()
})

it('whatever happens while it is cancelling, it ends cancelled', () => {
  for (const action of actions) {
    const next = nextState('cancelling', action)
    if (action === 'cancel') expect(next).toBe('cancelling')
    else expect([null, 'cancelled']).toContain(next)
  }
})

it('every state can be reached from the first, and left unless it is done', () => {
  const reached = new Set<JobState>(['queued'])
  for (const state of reached) {
    for (const action of actions) {
      const next = nextState(state, action)
      if (next !== null) reached.add(next)
    }
  }
  expect([...reached].sort()).toEqual([...states].sort())
  const stuck = states.filter((state) =>
    actions.every((action) => nextState(state, action) === null)
  )
  expect(stuck).toEqual(['done'])
})

it('what is under way is not at rest', () => {
  expect(states.filter((state) => !isAtRest(state))).toEqual(['running', 'cancelling'])
})
