/** Tables of a study for a terminal: a line a group, every test beside the means. */
import type { AblationTables } from '../../../preload/analysis/studies/ablation-tables.ts'
import type { Comparison, Sample } from '../../../preload/analysis/studies/comparison.ts'
import { chanceWords } from '../../../preload/analysis/studies/p-value.ts'
import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import { shownLines } from '../../../preload/analysis/studies/shown-lines.ts'
import { displayText } from '../../../preload/token-display.ts'
import {
  fixed,
  groupWords,
  intervalWords,
  outcomeWords
} from '../../exports/studies/report/report-words.ts'
import { padded } from '../padded.ts'

const groupWidth = 20
const sampleWidth = 26
const testWidth = 15
const effectWidth = 24

/**
 * A heading, the columns' titles, and a line a comparison.
 *
 * @param sides  what the two samples are of: `base`, `tuned`
 */
export function comparisonLines(
  heading: string,
  sides: readonly [first: string, second: string],
  comparisons: readonly Comparison[]
): string[] {
  const titles = [
    padded('group', groupWidth),
    ...sides.map((side) => padded(`${side} n: mean (sd)`, sampleWidth)),
    ...['Welch p', 'paired p', 'permutation p', 'Holm p'].map((title) => padded(title, testWidth)),
    'Hedges g [95 %]'
  ]
  const shown = shownLines(comparisons, ({ group }) => group)
  return [heading, titles.join(''), ...shown.map(lineOf)]
}

function lineOf(comparison: Comparison): string {
  const { group, first, second, welch, paired, permutation, hedgesG, interval, holm } = comparison
  const tests = [
    outcomeWords(welch),
    outcomeWords(paired),
    outcomeWords(permutation),
    // All groups together are no part of the family.
    group === null || holm === null ? '–' : chanceWords(holm)
  ]
  return [
    padded(displayText(groupWords(group)), groupWidth),
    padded(sampleWords(first), sampleWidth),
    padded(sampleWords(second), sampleWidth),
    ...tests.map((test) => padded(test, testWidth)),
    padded(`${fixed(hedgesG, 2)} ${intervalWords(interval)}`, effectWidth)
  ]
    .join('')
    .trimEnd()
}

function sampleWords({ n, mean, sd }: Sample): string {
  return `${n}: ${fixed(mean)} (${fixed(sd)})`
}

/** What taking words away does to the response, and the layer where it shows most. */
export function ablationLines(record: StudyRecord, { lines, layers }: AblationTables): string[] {
  const roles = record.sides.map(({ role }) => role)
  return [
    ...roles.flatMap((role) =>
      comparisonLines(
        `words ablated (${record.ablation?.method}), ${role}: change of log-probability, instruction against context`,
        ['instruction', 'context'],
        lines.filter((line) => line.role === role).map(({ total, group }) => ({ ...total, group }))
      )
    ),
    ...roles.flatMap((role) => {
      const [most] = layers
        .filter((layer) => layer.role === role && layer.comparison.second.mean !== null)
        .sort((a, b) => b.comparison.second.mean! - a.comparison.second.mean!)
      if (most === undefined) return []
      const { first, second, paired } = most.comparison
      return [
        `${role}: hidden states change most after layer ${most.layer}, by ${fixed(second.mean)} without the instruction, ${fixed(first.mean)} without context (paired p ${outcomeWords(paired)})`
      ]
    })
  ]
}
