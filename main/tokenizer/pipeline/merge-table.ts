import { describe, listAt, malformed, stringAt } from './json-fields.ts'
import { largestId, mostTokens } from './vocabulary.ts'

/** Which two neighbours merge, how early, and into what. */
export interface MergeTable {
  /** Rank of the pair (lower merges first), or undefined. */
  rankOf(left: number, right: number): number | undefined
  /** Id of the token that the pair of this rank makes. */
  mergedId(rank: number): number
}

const idSpan = largestId + 1

/**
 * Reads `model.merges`, each "left right" or ["left", "right"]; every token and every result must be
 * in the vocabulary (trust.md PAR-43).
 */
export function readMerges(
  value: unknown,
  where: string,
  idOf: ReadonlyMap<string, number>,
  continuingPrefix: string
): MergeTable {
  const merges = listAt(value, where)
  if (merges.length > 4 * mostTokens) {
    throw malformed(where, `a list of ${merges.length}`, `at most ${4 * mostTokens} merges`)
  }
  const rankOf = new Map<number, number>()
  const mergedIds = new Int32Array(merges.length)
  merges.forEach((merge, rank) => {
    const place = `${where}[${rank}]`
    const [left, right] = readPair(merge, place)
    const tail = right.startsWith(continuingPrefix) ? right.slice(continuingPrefix.length) : right
    const leftId = idAt(left, place, idOf)
    const rightId = idAt(right, place, idOf)
    mergedIds[rank] = idAt(left + tail, place, idOf)
    rankOf.set(leftId * idSpan + rightId, rank)
  })
  return {
    rankOf: (left, right) => rankOf.get(left * idSpan + right),
    mergedId: (rank) => mergedIds[rank] ?? -1
  }
}

function readPair(merge: unknown, place: string): readonly [string, string] {
  const parts = typeof merge === 'string' ? merge.split(' ') : listAt(merge, place)
  if (parts.length !== 2) throw malformed(place, describe(merge), 'two tokens')
  const [left, right] = [stringAt(parts[0], place), stringAt(parts[1], place)]
  if (left === '' || right === '')
    throw malformed(place, describe(merge), 'two tokens, neither empty')
  return [left, right]
}

function idAt(token: string, place: string, idOf: ReadonlyMap<string, number>): number {
  const id = idOf.get(token)
  if (id === undefined) {
    throw malformed(place, `about ${describe(token)}, which the vocabulary lacks`, 'known tokens')
  }
  return id
}
