/** The states of a job and what may happen in each (trust.md DUR-17). */
import type { JobState } from '../../../preload/data.ts'

export type JobAction =
  /** Its turn has come. */
  | 'start'
  /** The user wants it to rest: before its turn, or after the unit that is running. */
  | 'pause'
  | 'resume'
  | 'cancel'
  /** The worker has stopped between two units, as asked. */
  | 'stopped'
  | 'finished'
  /** It cannot be computed, or went wrong for good. */
  | 'failed'
  /** Its results cannot be kept now, e.g. the disk is full. */
  | 'obstructed'
  /** Its worker crashed too often, or its owner died. */
  | 'interrupt'

type Row = Readonly<Partial<Record<JobAction, JobState>>>

const restartable: Row = { resume: 'queued', cancel: 'cancelled' }

/** What is not in the table cannot happen. `pause` of a running job takes effect with `stopped`. */
const table: Readonly<Record<JobState, Row>> = {
  queued: { start: 'running', pause: 'paused', cancel: 'cancelled', interrupt: 'interrupted' },
  running: {
    pause: 'running',
    cancel: 'cancelling',
    stopped: 'paused',
    finished: 'done',
    failed: 'failed',
    obstructed: 'paused',
    interrupt: 'interrupted'
  },
  // Whatever comes of the unit that was running, the user has said that the job shall end.
  cancelling: {
    cancel: 'cancelling',
    stopped: 'cancelled',
    finished: 'cancelled',
    failed: 'cancelled',
    obstructed: 'cancelled',
    interrupt: 'cancelled'
  },
  paused: { ...restartable, pause: 'paused' },
  interrupted: restartable,
  failed: { resume: 'queued' },
  // Its units are kept, so a change of mind costs nothing.
  cancelled: { resume: 'queued', cancel: 'cancelled' },
  done: {}
}

/** The state after an action, or null where the action is not possible. */
export function nextState(state: JobState, action: JobAction): JobState | null {
  return table[state][action] ?? null
}

/** Nothing is under way, so the job and its units may be thrown away. */
export function isAtRest(state: JobState): boolean {
  return state !== 'running' && state !== 'cancelling'
}

/** Stopped half-way without a fault of its own: to go on from its units costs nothing. */
export function isUnfinished(state: JobState): boolean {
  return state === 'paused' || state === 'interrupted' || state === 'cancelled'
}
