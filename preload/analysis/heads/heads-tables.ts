/** The comparison of heads as flat rows, for tables and for CSV. Fractions are 0 to 1; null is empty. */
import { isAtChance } from './head-chance.ts'
import type { HeadsChance, SideChance } from './head-chance.ts'
import type { HeadsDrift } from './head-drift.ts'
import { sideOf } from './head-places.ts'
import type { SharedPlace } from './head-places.ts'
import type { HeadsRecord, HeadsSide } from './record.ts'
import { verbKinds } from './verb-words.ts'
import type { VerbKind } from './verb-words.ts'
import type { VerbComparison, VerbGroup } from './verb-comparison.ts'
import type { WordChange } from './word-changes.ts'

/** One head; null in the columns of a model that has no such head, or is no part of the record. */
export interface HeadRow {
  readonly layer: number
  readonly head: number
  readonly baseRelations: number | null
  readonly tunedRelations: number | null
  readonly kept: number | null
  readonly gained: number | null
  readonly lost: number | null
  readonly jaccard: number | null
  readonly change: number | null
  /** Pairs over all dimensions, their mean with shuffled similarities, and the line of chance. */
  readonly basePairs: number | null
  readonly baseChancePairs: number | null
  readonly baseChanceLine: number | null
  readonly tunedPairs: number | null
  readonly tunedChancePairs: number | null
  readonly tunedChanceLine: number | null
  /** In every model that has the head; null where nothing was shuffled. */
  readonly isAtChance: boolean | null
}

/** By layer, then head, as the places of the drift. */
export function headRows(
  record: Pick<HeadsRecord, 'sides'>,
  drift: HeadsDrift,
  chance: HeadsChance,
  { withoutChance = false } = {}
): HeadRow[] {
  const wasTested = chance.base !== null || chance.tuned !== null
  return drift.match.places.flatMap((place, at): HeadRow[] => {
    const atChance = isAtChance(chance, place)
    if (withoutChance && atChance) return []
    const moved = drift.heads[at] ?? null
    const base = sideCells(sideOf(record, 'base'), chance.base, place.base)
    const tuned = sideCells(sideOf(record, 'tuned'), chance.tuned, place.tuned)
    return [
      {
        layer: place.layer,
        head: place.head,
        baseRelations: base.relations,
        tunedRelations: tuned.relations,
        kept: moved?.nKept ?? null,
        gained: moved?.nGained ?? null,
        lost: moved?.nLost ?? null,
        jaccard: moved?.jaccard ?? null,
        change: moved?.change ?? null,
        basePairs: base.pairs,
        baseChancePairs: base.chancePairs,
        baseChanceLine: base.chanceLine,
        tunedPairs: tuned.pairs,
        tunedChancePairs: tuned.chancePairs,
        tunedChanceLine: tuned.chanceLine,
        isAtChance: wasTested ? atChance : null
      }
    ]
  })
}

/** Which heads are counted where those at chance are left out, for `compareVerbs` and word changes. */
export function countedHeads(
  chance: HeadsChance,
  withoutChance: boolean
): (place: Pick<SharedPlace, 'base' | 'tuned'>) => boolean {
  return (place) => !(withoutChance && isAtChance(chance, place))
}

function sideCells(
  side: HeadsSide | null,
  chance: SideChance | null,
  row: number | null
): Record<'relations' | 'pairs' | 'chancePairs' | 'chanceLine', number | null> {
  if (side === null || row === null) {
    return { relations: null, pairs: null, chancePairs: null, chanceLine: null }
  }
  return {
    relations: side.relationStarts[row + 1]! - side.relationStarts[row]!,
    pairs: side.nPairs[row]!,
    chancePairs: chance?.means[row] ?? null,
    chanceLine: chance?.lines[row] ?? null
  }
}

/** One group of layers of the verb comparison. */
export interface VerbRow {
  /** Group of layers, 1 first; null for all layers together. */
  readonly group: number | null
  /** Layers that it spans, first and last, such as `0–7`. */
  readonly layers: string
  readonly heads: number
  /** Verbs that changed, mean and population sd of their shares. */
  readonly instructionN: number
  readonly instructionMean: number | null
  readonly instructionSd: number | null
  readonly generalN: number
  readonly generalMean: number | null
  readonly generalSd: number | null
  /** Instruction less general; null where either has no verb. */
  readonly difference: number | null
  /** `welch`, or why there is no test. */
  readonly test: string
  readonly t: number | null
  readonly df: number | null
  readonly p: number | null
  readonly pHolm: number | null
  /** Hedges' g. */
  readonly effect: number | null
  /** `exact`, `random`, or why there is no test. */
  readonly permutation: string
  /** Heads in which verbs of both lists changed; null without a test. */
  readonly permutationHeads: number | null
  readonly permutationDifference: number | null
  readonly permutationP: number | null
  readonly permutationPHolm: number | null
}

/** Groups in order of depth, then all layers. */
export function verbRows(comparison: VerbComparison): VerbRow[] {
  return groupsOf(comparison).map((group) => {
    const { index, first, last, nHeads, instruction, general } = group
    return {
      group: index === null ? null : index + 1,
      layers: first === last ? `${first}` : `${first}–${last}`,
      heads: nHeads,
      instructionN: instruction.n,
      instructionMean: instruction.mean,
      instructionSd: instruction.sd,
      generalN: general.n,
      generalMean: general.mean,
      generalSd: general.sd,
      difference:
        instruction.mean === null || general.mean === null ? null : instruction.mean - general.mean,
      ...welchCells(group),
      ...permutationCells(group)
    }
  })
}

function welchCells({
  welch
}: VerbGroup): Pick<VerbRow, 'test' | 't' | 'df' | 'p' | 'pHolm' | 'effect'> {
  if (welch.kind === 'untested') {
    return { test: welch.reason, t: null, df: null, p: null, pHolm: null, effect: null }
  }
  const { t, df, p, pHolm, effect } = welch
  return { test: 'welch', t, df, p, pHolm, effect }
}

function permutationCells({
  permutation
}: VerbGroup): Pick<
  VerbRow,
  'permutation' | 'permutationHeads' | 'permutationDifference' | 'permutationP' | 'permutationPHolm'
> {
  const isTested = permutation.kind === 'tested'
  return {
    permutation: isTested ? permutation.method : permutation.reason,
    permutationHeads: isTested ? permutation.n : null,
    permutationDifference: isTested ? permutation.meanDifference : null,
    permutationP: isTested ? permutation.p : null,
    permutationPHolm: isTested ? permutation.pHolm : null
  }
}

/** One verb in one group: what the plot's points are. */
export interface VerbShareRow {
  readonly group: number | null
  readonly list: VerbKind
  readonly word: string
  readonly up: number
  readonly changed: number
  readonly share: number
}

export function verbShareRows(comparison: VerbComparison): VerbShareRow[] {
  return groupsOf(comparison).flatMap((group) =>
    verbKinds.flatMap((list) =>
      group[list].shares.map(({ word, nUp, nChanged, share }) => ({
        group: group.index === null ? null : group.index + 1,
        list,
        word,
        up: nUp,
        changed: nChanged,
        share
      }))
    )
  )
}

/** One word: heads in which it changed, went up and down, and the share that went up. */
export interface WordRow {
  readonly word: string
  readonly changed: number
  readonly up: number
  readonly down: number
  readonly share: number
}

export function wordRows(
  { terms }: Pick<HeadsRecord, 'terms'>,
  changes: readonly WordChange[]
): WordRow[] {
  return changes.map(({ term, nUp, nDown, share }) => ({
    word: terms[term]!,
    changed: nUp + nDown,
    up: nUp,
    down: nDown,
    share
  }))
}

function groupsOf({ groups, all }: VerbComparison): readonly VerbGroup[] {
  return all === null ? groups : [...groups, all]
}
