import { isFollowed, isUnfollowed, ratingsOf } from '../../preload/analysis/studies/ratings.ts'
import type { StoredRating, StudyRole } from '../../preload/analysis/studies/record.ts'
import type { ErrorReport } from '../../preload/contract.ts'
import type { StudyRecord } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import { ratingQueue, type RatedModels, type RatingPlace } from './study-rating-queue.ts'

/** Ratings of the study on screen, and the round in which they are given. */
export class StudyRatings {
  /** Given in the app, with their history, oldest first. */
  stored = $state.raw<readonly StoredRating[]>([])
  error = $state.raw<ErrorReport>()
  /** Responses of the round, in order, and the place in it. */
  queue = $state.raw<readonly RatingPlace[]>([])
  at = $state(0)
  models = $state<RatedModels>('tuned')
  onlyUnrated = $state(true)
  /** Places of the round that were rated in it, the newest last. */
  #given = $state.raw<readonly number[]>([])
  #record: () => StudyRecord | null
  #resultId: () => string | null
  #latest = 0

  constructor(record: () => StudyRecord | null, resultId: () => string | null) {
    this.#record = record
    this.#resultId = resultId
  }

  /** [nCases] a model: those of the app before those of the data set. */
  readonly #ratings = $derived.by(() => {
    const record = this.#record()
    const of = (role: StudyRole) => (record ? ratingsOf(record, this.stored, role) : [])
    return { base: of('base'), tuned: of('tuned') }
  })
  /** The response that waits for a rating; null at the end of the round. */
  readonly current = $derived(this.queue[this.at] ?? null)
  readonly nRated = $derived(this.queue.filter((place) => isRated(this.ratingOf(place))).length)
  readonly canUndo = $derived(this.#given.length > 0)

  ratingOf({ case: index, role }: RatingPlace): number | null {
    return this.#ratings[role][index] ?? null
  }

  /** Reads what is stored; the newest request wins. */
  async load(): Promise<void> {
    const resultId = this.#resultId()
    const ticket = ++this.#latest
    this.stored = []
    this.queue = []
    this.error = undefined
    if (resultId === null) return
    try {
      const stored = await call('study/ratings', { resultId })
      if (ticket === this.#latest) this.stored = stored
    } catch (thrown) {
      if (ticket === this.#latest) this.error = reportOf(thrown)
    }
  }

  /** Starts a round over the responses that these models gave. */
  begin(models: RatedModels, onlyUnrated: boolean): void {
    this.models = models
    this.onlyUnrated = onlyUnrated
    this.#given = []
    this.at = 0
    const record = this.#record()
    const all = record ? ratingQueue(record, models) : []
    this.queue = onlyUnrated ? all.filter((place) => !isRated(this.ratingOf(place))) : all
  }

  /** Shows the next response at once and saves; what could not be saved is shown again. */
  async rate(rating: number): Promise<void> {
    const place = this.current
    if (place === null) return
    const { at } = this
    this.at = at + 1
    if (await this.#save(place, rating)) this.#given = [...this.#given, at]
    else this.at = at
  }

  /** Takes the rating given last back, and goes to its response. */
  async undo(): Promise<void> {
    const at = this.#given.at(-1)
    const place = at === undefined ? undefined : this.queue[at]
    if (at === undefined || !place) return
    const before = this.stored
      .filter((one) => one.case === place.case && one.role === place.role)
      .at(-2)
    if (await this.#save(place, before?.rating ?? null)) {
      this.#given = this.#given.slice(0, -1)
      this.at = at
    }
  }

  move(by: number): void {
    this.at = Math.max(0, Math.min(this.queue.length, this.at + by))
  }

  async #save(place: RatingPlace, rating: number | null): Promise<boolean> {
    const resultId = this.#resultId()
    if (resultId === null) return false
    this.error = undefined
    try {
      await call('study/rate', { resultId, case: place.case, role: place.role, rating })
    } catch (thrown) {
      this.error = reportOf(thrown)
      return false
    }
    // Another study may have come on screen meanwhile.
    if (resultId !== this.#resultId()) return true
    const createdAt = new Date().toISOString()
    this.stored = [...this.stored, { case: place.case, role: place.role, rating, createdAt }]
    return true
  }
}

export function isRated(rating: number | null): boolean {
  return isUnfollowed(rating) || isFollowed(rating)
}
