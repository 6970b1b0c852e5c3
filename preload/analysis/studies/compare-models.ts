import { fewestMatchedPairs, fewestValues } from '../../statistics/t-test.ts'
import type { SalienceSettings } from '../salience-settings.ts'
import { caseGroups } from './case-groups.ts'
import { caseScores } from './case-scores.ts'
import { compareSamples, scoredOf, withHolm } from './compare-samples.ts'
import type { Scored } from './compare-samples.ts'
import type { Comparison } from './comparison.ts'
import type { StudyMode, StudyRecord } from './record.ts'

/**
 * Instruction scores of base (first) against tuned (second): a line a group in order of appearance, then all
 * together. Without groups only the last.
 *
 * Welch's test and the effect sizes take each model's scored cases, the paired tests those that both have.
 * Length-matched, both take whole pairs, and at least 3.
 */
export function compareModels(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  salience: SalienceSettings
): readonly Comparison[] {
  return withHolm(
    modelSamples(record, mode, salience).map((samples) => compareTwo(samples, mode)),
    'welch'
  )
}

/** The last line of `compareModels` alone. */
export function compareAllCases(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  salience: SalienceSettings
): Comparison {
  const all = modelSamples(record, mode, salience).slice(-1)
  return withHolm(
    all.map((samples) => compareTwo(samples, mode)),
    'welch'
  )[0]!
}

function compareTwo({ group, first, second }: TwoSamples, mode: StudyMode): Comparison {
  return compareSamples(group, first, second, { isPaired: true, fewest: fewestPairs(mode) })
}

export function fewestPairs(mode: StudyMode): number {
  return mode === 'length-matched' ? fewestMatchedPairs : fewestValues
}

export interface TwoSamples {
  readonly group: string | null
  readonly first: Scored
  readonly second: Scored
}

/** The scores behind the lines of `compareModels`. */
export function modelSamples(
  record: Pick<StudyRecord, 'cases' | 'runs'>,
  mode: StudyMode,
  salience: SalienceSettings
): readonly TwoSamples[] {
  const base = caseScores(record, mode, 'base', salience)
  const tuned = caseScores(record, mode, 'tuned', salience)
  const isPair = (index: number): boolean => !Number.isNaN(base[index]! + tuned[index]!)
  return caseGroups(record.cases).map(({ group, cases }) => {
    const members = mode === 'length-matched' ? cases.filter(isPair) : cases
    return { group, first: scoredOf(base, members), second: scoredOf(tuned, members) }
  })
}
