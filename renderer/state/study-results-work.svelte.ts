import type { StudyRecord } from '../../preload/analysis/studies/record.ts'

/** Tables, or a sweep, of one study, worked out in steps: each gives the share that is done, 0 to 1. */
export type Steps<Value> = () => Generator<number, Value>

/** So many are kept for a record, for going back and forth between settings. */
const mostKept = 16
/** Something is on screen already: a slider that is still being dragged asks only for its last place. */
const settleMs = 80

interface Wanted<Value> {
  readonly record: StudyRecord
  readonly key: string
  readonly steps: Steps<Value>
}

/**
 * What a page shows and cannot be had within a frame. Between two steps the window draws and answers. What
 * was shown stays until the new is there; another study starts with nothing.
 */
export class SteppedWork<Value> {
  value = $state.raw<Value | null>(null)
  /** Of the work that goes on; null while none does. */
  fraction = $state<number | null>(null)
  #known = new WeakMap<StudyRecord, Map<string, Value>>()
  #latest = 0
  #going: Wanted<Value> | null = null
  #next: Wanted<Value> | null = null
  #shown = ''

  // No derived value: it would die with the page that made this, which outlives pages.
  get isBusy(): boolean {
    return this.fraction !== null
  }

  /**
   * @param key  all that the value depends on beside the record. With the key that is being worked on, a
   *             record that has grown waits for its turn: a run that goes on would else never be tabulated
   */
  show(record: StudyRecord, key: string, steps: Steps<Value>): void {
    const wanted = { record, key, steps }
    const study = studyOf(record)
    if (study !== this.#shown) this.value = null
    const known = this.#known.get(record)?.get(key)
    if (known !== undefined) {
      this.stop()
      this.#put(known, study)
    } else if (this.#going?.key === key && studyOf(this.#going.record) === study) {
      if (this.#going.record !== record) this.#next = wanted
    } else void this.#work(wanted)
  }

  /** Nothing is looked at any more. */
  stop(): void {
    this.#latest++
    this.#going = null
    this.#next = null
    this.fraction = null
  }

  async #work(wanted: Wanted<Value>): Promise<void> {
    this.stop()
    const ticket = this.#latest
    this.#going = wanted
    this.fraction = 0
    await pause(this.value === null ? 0 : settleMs)
    const work = wanted.steps()
    while (ticket === this.#latest) {
      const step = work.next()
      if (!step.done) {
        this.fraction = step.value
        await pause(0)
        continue
      }
      this.#keep(wanted, step.value)
      const next = this.#next
      this.stop()
      this.#put(step.value, studyOf(wanted.record))
      if (next) void this.#work(next)
    }
  }

  #put(value: Value, study: string): void {
    this.value = value
    this.#shown = study
  }

  #keep({ record, key }: Wanted<Value>, value: Value): void {
    const known = this.#known.get(record) ?? new Map<string, Value>()
    this.#known.set(record, known.set(key, value))
    const [oldest] = known.keys()
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest)
  }
}

/** The same for a run that goes on, whatever it has done so far. */
function studyOf({ dataset, sides }: StudyRecord): string {
  return [dataset.sha256, ...sides.map(({ fingerprint }) => fingerprint)].join(' ')
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
