import type { AnyRecord } from '../../../preload/data.ts'
import type { Desk } from '../desk.ts'
import { DoneUnits } from '../layers/done-units.ts'
import type { LiveJob } from './live-job.ts'

/**
 * The record of the job that is looked at, as far as it is done. Views ask several times a second, and a large
 * study takes seconds to be worked out: that is done again only when there are more units.
 */
export class PartialRecords {
  readonly #desk: Pick<Desk, 'ask'>
  readonly #doneUnits = new DoneUnits()
  #last: { readonly key: string; readonly record: Promise<AnyRecord | null> } | null = null

  constructor(desk: Pick<Desk, 'ask'>) {
    this.#desk = desk
  }

  /** Null while there is nothing to draw, or where such a job has no record. */
  of(job: Pick<LiveJob, 'jobId' | 'row' | 'store'>): Promise<AnyRecord | null> {
    const ids = job.store.units.ids(job.jobId)
    const key = [job.jobId, ids.length, ids.at(-1)].join(' ')
    if (this.#last?.key === key) return this.#last.record
    const record = this.#desk.ask('job/partial', {
      spec: job.row.spec,
      done: this.#doneUnits.of(job)
    })
    const asked = { key, record }
    this.#last = asked
    // A question that failed is asked again.
    record.catch(() => {
      if (this.#last === asked) this.#last = null
    })
    return record
  }
}
