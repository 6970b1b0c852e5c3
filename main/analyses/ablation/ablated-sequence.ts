import type { AblationMethod } from '../../../preload/analysis/studies/record.ts'
import { below } from './choose-words.ts'

/** A sequence whose response is the same and whose prompt lacks something. */
export interface Variant {
  readonly ids: readonly number[]
  /** Position of the first response token. */
  readonly responseStart: number
}

export interface StandIns {
  /** Of a masked token. */
  readonly maskId: number | null
  /** What replaced tokens are drawn from: two at least. */
  readonly replacements: readonly number[]
}

/**
 * The sequence with some prompt tokens removed (later ones move up), masked or replaced, each by another
 * token than itself.
 *
 * @param tokens  positions in the sequence, all of the prompt
 */
export function ablatedSequence(
  { ids, responseStart }: Variant,
  tokens: readonly number[],
  method: AblationMethod,
  { maskId, replacements }: StandIns,
  random: () => number
): Variant {
  const taken = new Set(tokens)
  switch (method) {
    case 'remove':
      return {
        ids: ids.filter((_, t) => !taken.has(t)),
        responseStart: responseStart - taken.size
      }
    case 'mask':
      if (maskId === null) throw new RangeError('masking needs a token that stands in')
      return { ids: ids.map((id, t) => (taken.has(t) ? maskId : id)), responseStart }
    case 'replace':
      return {
        ids: ids.map((id, t) => (taken.has(t) ? otherThan(id, replacements, random) : id)),
        responseStart
      }
  }
}

function otherThan(id: number, replacements: readonly number[], random: () => number): number {
  const others = replacements.filter((other) => other !== id)
  return others[below(others.length, random)]!
}
