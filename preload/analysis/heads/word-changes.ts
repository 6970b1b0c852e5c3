/** In which heads a word gained or lost relations (method.md section 3, "Comparison"). */
import { headPlaces, isShared, sideOf } from './head-places.ts'
import type { HeadsOfModels, SharedPlace } from './head-places.ts'
import type { HeadsSide } from './record.ts'

/** Changes of every word in every head that both models have; M changes. */
export interface WordChanges {
  /** H heads that both models have, by layer, then head. */
  readonly places: readonly SharedPlace[]
  /** [H + 1], where each head's changes begin in the two below */
  readonly starts: Int32Array
  /** [M], terms of the record; each once in a head, in no order */
  readonly terms: Int32Array
  /** [M], 1 where the word went up, 0 where it went down */
  readonly isUp: Uint8Array
}

/** Of the heads in which a word changed. */
export interface WordChange {
  readonly term: number
  readonly nUp: number
  readonly nDown: number
  /** nUp / (nUp + nDown) */
  readonly share: number
}

/**
 * `up` where a word occurs in more of the head's relations after tuning than before, `down` where in
 * fewer; a word in as many is unchanged and left out, also where they are other relations. Relations count
 * once, whatever number of dimensions they occur in, and one that joins a word with itself once.
 */
export function wordChanges(record: HeadsOfModels): WordChanges {
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  if (base === null || tuned === null) {
    return { places: [], starts: Int32Array.of(0), terms: new Int32Array(), isUp: new Uint8Array() }
  }
  const places = headPlaces(record).filter(isShared)
  const tally = headTally(Math.max(largestTerm(base), largestTerm(tuned)) + 1)
  const most = 2 * (base.relationFirst.length + tuned.relationFirst.length)
  const terms = new Int32Array(most)
  const isUp = new Uint8Array(most)
  const starts = new Int32Array(places.length + 1)
  let n = 0
  places.forEach((place, h) => {
    tally.add(base, place.base, -1)
    tally.add(tuned, place.tuned, 1)
    tally.drain((term, difference) => {
      if (difference === 0) return
      terms[n] = term
      isUp[n++] = difference > 0 ? 1 : 0
    })
    starts[h + 1] = n
  })
  return { places, starts, terms: terms.slice(0, n), isUp: isUp.slice(0, n) }
}

/**
 * Share of each word's changed heads that went up; a word without a changed head is left out.
 *
 * @param isCounted  leaves heads out, such as those at chance
 * @returns          most changed heads first, equal ones in the order of the terms
 */
export function wordChangeShares(
  { places, starts, terms, isUp }: WordChanges,
  isCounted: (place: SharedPlace) => boolean = () => true
): WordChange[] {
  const size = terms.reduce((largest, term) => Math.max(largest, term), -1) + 1
  const up = new Int32Array(size)
  const changed = new Int32Array(size)
  places.forEach((place, h) => {
    if (!isCounted(place)) return
    for (let i = starts[h]!; i < starts[h + 1]!; i++) {
      changed[terms[i]!]! += 1
      up[terms[i]!]! += isUp[i]!
    }
  })
  const found: WordChange[] = []
  changed.forEach((count, term) => {
    if (count === 0) return
    found.push({ term, nUp: up[term]!, nDown: count - up[term]!, share: up[term]! / count })
  })
  return found.sort((a, b) => b.nUp + b.nDown - (a.nUp + a.nDown) || a.term - b.term)
}

/** Counts of one head's words, cleared by walking over those that were touched. */
function headTally(nTerms: number): {
  add(side: HeadsSide, row: number, by: number): void
  drain(take: (term: number, count: number) => void): void
} {
  const counts = new Int32Array(nTerms)
  const isTouched = new Uint8Array(nTerms)
  const touched = new Int32Array(nTerms)
  let n = 0
  const count = (term: number, by: number): void => {
    if (isTouched[term] === 0) {
      isTouched[term] = 1
      touched[n++] = term
    }
    counts[term]! += by
  }
  return {
    add({ relationStarts, relationFirst, relationSecond }, row, by) {
      for (let i = relationStarts[row]!; i < relationStarts[row + 1]!; i++) {
        const [first, second] = [relationFirst[i]!, relationSecond[i]!]
        count(first, by)
        if (second !== first) count(second, by)
      }
    },
    drain(take) {
      for (let i = 0; i < n; i++) {
        const term = touched[i]!
        take(term, counts[term]!)
        counts[term] = 0
        isTouched[term] = 0
      }
      n = 0
    }
  }
}

function largestTerm({ relationFirst, relationSecond }: HeadsSide): number {
  let largest = -1
  for (const term of relationFirst) if (term > largest) largest = term
  for (const term of relationSecond) if (term > largest) largest = term
  return largest
}
