/** Comparisons of two groups of scores as tables. */
import type { Comparison } from '../../../../../preload/analysis/studies/comparison.ts'
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { shownLines } from '../../../../../preload/analysis/studies/shown-lines.ts'
import { changeWords, fixedWords } from '../../../../components/words/number-words.ts'
import type { StatCell, StatColumn, StatTable } from './stat-table.ts'
import {
  behindWords,
  comparedCases,
  effectCell,
  effectFields,
  groupCell,
  groupColumn,
  groupKey,
  groupWords,
  holmCell,
  permutationCell,
  sampleCells,
  tTestCell,
  tTestFields
} from './test-cells.ts'

/** What the two groups of a comparison are. */
export interface ComparedNames {
  /** Of the table, and of its file. */
  readonly title: string
  /** Left out, lines are of groups of cases. */
  readonly lines?: string
  readonly first: GroupName
  readonly second: GroupName
  /** What is compared: `score`. */
  readonly measure: string
  /** Whether the groups are the same cases, so that there is a paired test. */
  readonly isPaired: boolean
  /** What the one-sided tests ask: `base below tuned`. */
  readonly question: string
  /** The test whose p Holm adjusts, and over what. */
  readonly holmOf: string
}

export interface GroupName {
  readonly name: string
  /** Marks its columns as of a model. */
  readonly role?: StudyRole
}

export const modelNames: ComparedNames = {
  title: 'Pre-trained against tuned',
  first: { name: 'base', role: 'base' },
  second: { name: 'tuned', role: 'tuned' },
  measure: 'score',
  isPaired: true,
  question: 'base below tuned',
  holmOf: 'Welch p, over the groups'
}

/** Unfollowed against followed cases of one model. */
export function followedNames(role: StudyRole): ComparedNames {
  return {
    title: `Unfollowed against followed, ${role}`,
    first: { name: 'unfollowed' },
    second: { name: 'followed' },
    measure: 'score',
    isPaired: false,
    question: 'unfollowed below followed',
    holmOf: 'Welch p, over the groups'
  }
}

export function comparisonTable(
  comparisons: readonly Comparison[],
  names: ComparedNames
): StatTable {
  return {
    title: names.title,
    columns: comparisonColumns(names),
    rows: shownLines(comparisons, ({ group }) => group).map((comparison) => ({
      key: groupKey(comparison.group),
      ...(comparison.group === null && { look: 'total' as const }),
      cells: [groupCell(comparison.group), ...comparisonCells(comparison, names)]
    }))
  }
}

function comparisonColumns(names: ComparedNames): readonly StatColumn[] {
  const { lines, first, second, measure, isPaired, question, holmOf } = names
  const test = `one-sided: ${question}`
  return [
    lines === undefined ? groupColumn : { ...groupColumn, title: lines },
    ...[first, second].flatMap(({ name, role }): StatColumn[] => [
      { title: 'n', hint: `${name}: cases`, fields: [`${name}_n`], ...(role && { role }) },
      {
        title: role ? 'mean ± sd' : name,
        hint: `${name}: mean ${measure} ± population standard deviation`,
        fields: [`${name}_mean`, `${name}_sd`],
        ...(role && { role })
      }
    ]),
    {
      title: 'Diff.',
      hint: `Mean of ${second.name} minus mean of ${first.name}`,
      fields: ['difference']
    },
    { title: 'Welch p', hint: `Welch’s t-test, ${test}`, fields: tTestFields('welch') },
    ...(isPaired
      ? [
          {
            title: 'Paired p',
            hint: `Paired t-test over the cases that both have, ${test}`,
            fields: tTestFields('paired')
          }
        ]
      : []),
    {
      title: 'Perm. p',
      hint: `Permutation test (${isPaired ? 'signs of the differences' : 'labels'}), ${test}`,
      fields: ['permutation_p']
    },
    {
      title: 'Holm p',
      hint: `${holmOf}, after Holm’s adjustment; all together are no part of it`,
      fields: ['holm_p']
    },
    { title: 'd', hint: `Cohen’s d, ${second.name} minus ${first.name}`, fields: ['cohens_d'] },
    {
      title: 'g [95 %]',
      hint: `Hedges’ g, ${second.name} minus ${first.name}, with its bootstrap interval`,
      fields: effectFields
    }
  ]
}

function comparisonCells(comparison: Comparison, names: ComparedNames): readonly StatCell[] {
  const { group, first, second, welch, paired, permutation, cohensD, holm } = comparison
  const where = group === null ? 'all' : groupWords(group)
  const compared = `${names.first.name} against ${names.second.name}`
  const { either, both } = comparedCases(comparison)
  const open = (what: string, cases = either) => behindWords(where, `${what}, ${compared}`, cases)
  const difference = first.mean === null || second.mean === null ? null : second.mean - first.mean
  return [
    ...sampleCells(first, names.first.name, names.measure, where),
    ...sampleCells(second, names.second.name, names.measure, where),
    {
      text: difference === null ? '–' : changeWords(difference),
      values: [difference],
      behind: open('difference of the means')
    },
    tTestCell(welch, open('Welch’s t-test')),
    ...(names.isPaired ? [tTestCell(paired, open('paired t-test', both))] : []),
    permutationCell(permutation, open('permutation test', names.isPaired ? both : either)),
    holmCell(holm, open('Holm-adjusted p')),
    { text: fixedWords(cohensD, 2), values: [cohensD], behind: open('Cohen’s d') },
    effectCell(comparison, open('Hedges’ g'))
  ]
}
