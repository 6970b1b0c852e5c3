/** Cells that tables of statistics have in common: samples, tests and effects, with the cases behind them. */
import type {
  Comparison,
  Sample,
  TestOutcome
} from '../../../../../preload/analysis/studies/comparison.ts'
import { alpha, chanceWords } from '../../../../../preload/analysis/studies/p-value.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import { countWords } from '../../study-words.ts'
import { wordCell, type CasesBehind, type StatCell, type StatColumn } from './stat-table.ts'
import { intervalWords, spreadWords } from './stat-words.ts'

/** Groups as the data set names them; the line of all cases has a name of ours. */
export function groupWords(group: string | null): string {
  return group === null ? 'all' : visibleLine(group) || '(no group)'
}

export function groupCell(group: string | null): StatCell {
  return wordCell(groupWords(group))
}

export const groupColumn: StatColumn = { title: 'Group', isText: true, fields: ['group'] }

/** Tells a line's key from every group's name. */
export const groupKey = (group: string | null): string => (group === null ? 'all' : `of ${group}`)

/** For the list of cases: where, what, how many. */
export function behindWords(
  where: string,
  what: string,
  cases: readonly number[]
): CasesBehind | null {
  if (cases.length === 0) return null
  return { cases, why: `${where}: ${what}, ${countWords(cases.length, 'case')}` }
}

/** Cases of both samples of a comparison, and those that only both together have. */
export function comparedCases({ first, second }: Pick<Comparison, 'first' | 'second'>): {
  readonly either: readonly number[]
  readonly both: readonly number[]
} {
  const inSecond = new Set(second.cases)
  return {
    either: [...new Set([...first.cases, ...second.cases])].sort((a, b) => a - b),
    both: first.cases.filter((index) => inSecond.has(index))
  }
}

/** n, and the mean with its spread. */
export function sampleCells(
  { n, mean, sd, cases }: Sample,
  name: string,
  measure: string,
  where: string
): readonly [StatCell, StatCell] {
  return [
    { text: String(n), values: [n], behind: behindWords(where, name, cases), look: 'quiet' },
    {
      text: spreadWords(mean, sd),
      values: [mean, sd],
      behind: behindWords(where, `mean ${measure} of ${name}`, cases)
    }
  ]
}

/** t, degrees of freedom and p of a t-test; in words why there is none: `n too small`. */
export function tTestCell(test: TestOutcome | null, behind: CasesBehind | null): StatCell {
  const values =
    test?.kind === 'tested'
      ? [test.statistic, test.df ?? null, test.p]
      : [null, null, test?.reason ?? null]
  return { values, behind, ...outcomeWords(test) }
}

export function permutationCell(test: TestOutcome, behind: CasesBehind | null): StatCell {
  return { values: [test.kind === 'tested' ? test.p : test.reason], behind, ...outcomeWords(test) }
}

function outcomeWords(test: TestOutcome | null): Pick<StatCell, 'text' | 'look'> {
  if (test === null) return { text: '–', look: 'quiet' }
  if (test.kind === 'untested') return { text: test.reason, look: 'quiet' }
  return { text: chanceWords(test.p), ...(test.p < alpha && { look: 'strong' }) }
}

export function holmCell(holm: number | null, behind: CasesBehind | null): StatCell {
  return {
    text: holm === null ? '–' : chanceWords(holm),
    values: [holm],
    behind,
    ...(holm !== null && holm < alpha && { look: 'strong' })
  }
}

/** Hedges' g with its interval. */
export function effectCell(
  { hedgesG, interval }: Pick<Comparison, 'hedgesG' | 'interval'>,
  behind: CasesBehind | null
): StatCell {
  return {
    text: hedgesG === null ? '–' : `${fixedWords(hedgesG, 2)} ${intervalWords(interval)}`,
    values: [hedgesG, interval?.[0] ?? null, interval?.[1] ?? null],
    behind
  }
}

export const tTestFields = (name: string): readonly string[] => [
  `${name}_t`,
  `${name}_df`,
  `${name}_p`
]

export const effectFields = ['hedges_g', 'hedges_g_low', 'hedges_g_high'] as const
