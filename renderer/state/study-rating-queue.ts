import type { StudyRole } from '../../preload/analysis/studies/record.ts'
import type { StudyRecord } from '../../preload/data.ts'

/** Whose responses are rated; `blind` mixes both models and does not say whose a response is. */
export type RatedModels = StudyRole | 'blind'

/** A response: of which case, and of which model. */
export interface RatingPlace {
  readonly case: number
  readonly role: StudyRole
}

/** Responses to rate, in the order of the data set; mixed, in an order that is the same every time. */
export function ratingQueue(record: StudyRecord, models: RatedModels): readonly RatingPlace[] {
  const places = record.sides
    .map(({ role }) => role)
    .filter((role) => models === 'blind' || role === models)
    .flatMap((role) => answeredCases(record, role).map((index) => ({ case: index, role })))
  if (models !== 'blind') return places
  return places
    .map((place) => ({ place, key: mixed(place.case * 2 + Number(place.role === 'tuned')) }))
    .sort((a, b) => a.key - b.key)
    .map(({ place }) => place)
}

/** Cases whose response this model gave, or was attributed on, in any mode. */
function answeredCases({ cases, runs }: StudyRecord, role: StudyRole): readonly number[] {
  return [...cases.keys()].filter((index) =>
    runs.some(({ sides }) => sides.some((side) => side.role === role && side.state[index] === 1))
  )
}

/** A number that says nothing of the one it comes from (murmur3's finaliser). */
function mixed(value: number): number {
  let x = value + 0x9e3779b9
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
