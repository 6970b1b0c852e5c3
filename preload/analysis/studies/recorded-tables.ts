/** The paper's figures of recorded runs, in the form of its authors' files. */
import { defaultSalience } from '../salience-settings.ts'
import { caseScores } from './case-scores.ts'
import { followedSamples } from './compare-followed.ts'
import { modelSamples } from './compare-models.ts'
import type { TwoSamples } from './compare-models.ts'
import { sampleOf } from './compare-samples.ts'
import type { Scored } from './compare-samples.ts'
import { ratingsOf } from './ratings.ts'
import type { StudyRecord, StudyRole } from './record.ts'
import { welchOutcome } from './test-outcome.ts'

export type RecordedGroup = {
  readonly n: number
  /** Null where n is 0. */
  readonly mean: number | null
  /** Population standard deviation. */
  readonly sd: number | null
}

/** Welch's p, one-sided "less", or why there is none. */
export type RecordedP = number | 'n too small' | 'no spread'

/** The paper's two tables of one data set (a group of cases). */
export type RecordedDataset = {
  /** By the models' names, and `p_less`. */
  readonly pretrained_vs_tuned: Readonly<Record<string, RecordedGroup | RecordedP>>
  /** Of the tuned model. */
  readonly unfollowed_vs_followed: {
    readonly unfollowed: RecordedGroup
    readonly followed: RecordedGroup
    readonly p_less: RecordedP
  }
}

/**
 * The paper's figures by data set, with its constants, unrounded (the form of `expected.json`). A study
 * without groups is one data set, called by its file.
 */
export function datasetsOf(
  record: Pick<StudyRecord, 'cases' | 'runs' | 'sides' | 'dataset'>
): Readonly<Record<string, RecordedDataset>> {
  const models = modelSamples(record, 'own', defaultSalience)
  const ratings = ratingsOf(record, [], 'tuned')
  const followed = followedSamples(record, 'own', 'tuned', ratings, defaultSalience)
  const names = modelNames(record)
  const lines = models.flatMap((line, i) => {
    const isNeeded = line.group !== null || models.length === 1
    return isNeeded ? [{ line, rated: followed[i]! }] : []
  })
  return Object.fromEntries(
    lines.map(({ line, rated }) => [
      line.group ?? record.dataset.name,
      {
        pretrained_vs_tuned: {
          [names.base]: groupOf(line.first),
          [names.tuned]: groupOf(line.second),
          p_less: pOf(line)
        },
        unfollowed_vs_followed: {
          unfollowed: groupOf(rated.first),
          followed: groupOf(rated.second),
          p_less: pOf(rated)
        }
      }
    ])
  )
}

/** Instruction score of every scored case by `model/case`, with the paper's constants (the form of `scores.json`). */
export function scoresOf(
  record: Pick<StudyRecord, 'cases' | 'runs' | 'sides'>
): Readonly<Record<string, number>> {
  const names = modelNames(record)
  return Object.fromEntries(
    record.sides.flatMap(({ role }) => {
      const scores = caseScores(record, 'own', role, defaultSalience)
      return record.cases.flatMap(({ caseId }, index): [string, number][] =>
        Number.isNaN(scores[index]) ? [] : [[`${names[role]}/${caseId}`, scores[index]!]]
      )
    })
  )
}

/** As recorded; told apart by role where both models have one name. */
function modelNames({ sides }: Pick<StudyRecord, 'sides'>): Record<StudyRole, string> {
  const nameOf = (role: StudyRole): string => sides.find((side) => side.role === role)?.name ?? role
  const [base, tuned] = [nameOf('base'), nameOf('tuned')]
  return base === tuned ? { base: `${base} (base)`, tuned: `${tuned} (tuned)` } : { base, tuned }
}

function groupOf(scored: Scored): RecordedGroup {
  const { n, mean, sd } = sampleOf(scored)
  return { n, mean, sd }
}

function pOf({ first, second }: TwoSamples): RecordedP {
  const outcome = welchOutcome(first.values, second.values)
  return outcome.kind === 'tested' ? outcome.p : outcome.reason
}
