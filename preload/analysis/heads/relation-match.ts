/** Which relations of a head the other model has too. */
import { headPlaces, isShared, sideOf } from './head-places.ts'
import type { HeadPlace, HeadsOfModels } from './head-places.ts'
import type { HeadsSide } from './record.ts'

export interface RelationMatch {
  /** Every head of the record, by layer, then head. */
  readonly places: readonly HeadPlace[]
  /** [relations of the base], the same pair in the same head of the tuned model; -1 without one */
  readonly tunedOf: Int32Array
  /** [relations of the tuned model], the other way round */
  readonly baseOf: Int32Array
}

/**
 * Finds equal pairs of terms, head by head. A pair is written one way round only (record.ts), so its two
 * terms in order are its key. Cost linear in the number of relations.
 */
export function matchRelations(record: HeadsOfModels): RelationMatch {
  const places = headPlaces(record)
  const [base, tuned] = [sideOf(record, 'base'), sideOf(record, 'tuned')]
  const tunedOf = new Int32Array(base?.relationFirst.length ?? 0).fill(-1)
  const baseOf = new Int32Array(tuned?.relationFirst.length ?? 0).fill(-1)
  if (base === null || tuned === null) return { places, tunedOf, baseOf }

  const table = pairTable(base)
  for (const place of places) {
    if (!isShared(place)) continue
    table.fill(place.base)
    const end = tuned.relationStarts[place.tuned + 1]!
    for (let i = tuned.relationStarts[place.tuned]!; i < end; i++) {
      const at = table.find(tuned.relationFirst[i]!, tuned.relationSecond[i]!)
      baseOf[i] = at
      if (at >= 0) tunedOf[at] = i
    }
  }
  return { places, tunedOf, baseOf }
}

/**
 * One head's pairs at a time, hashed with linear probing. A slot belongs to the head that wrote its stamp,
 * so that nothing is cleared between two heads.
 */
function pairTable({ relationStarts, relationFirst, relationSecond }: HeadsSide): {
  fill(row: number): void
  find(first: number, second: number): number
} {
  let longest = 1
  for (let row = 0; row + 1 < relationStarts.length; row++) {
    longest = Math.max(longest, relationStarts[row + 1]! - relationStarts[row]!)
  }
  // At most half full.
  const bits = Math.ceil(Math.log2(longest)) + 1
  const mask = 2 ** bits - 1
  const slots = new Int32Array(mask + 1)
  const stamps = new Int32Array(mask + 1)
  let stamp = 0
  const slotOf = (first: number, second: number): number =>
    Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b) >>> (32 - bits)
  return {
    fill(row) {
      stamp += 1
      for (let i = relationStarts[row]!; i < relationStarts[row + 1]!; i++) {
        let slot = slotOf(relationFirst[i]!, relationSecond[i]!)
        while (stamps[slot] === stamp) slot = (slot + 1) & mask
        stamps[slot] = stamp
        slots[slot] = i
      }
    },
    find(first, second) {
      for (let slot = slotOf(first, second); stamps[slot] === stamp; slot = (slot + 1) & mask) {
        const i = slots[slot]!
        if (relationFirst[i] === first && relationSecond[i] === second) return i
      }
      return -1
    }
  }
}
