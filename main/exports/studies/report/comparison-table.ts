import type { Comparison, Sample } from '../../../../preload/analysis/studies/comparison.ts'
import { shownLines } from '../../../../preload/analysis/studies/shown-lines.ts'
import { foreign, markup, nothing, type Insert, type Markup } from './markup.ts'
import { chanceCell, reportTable, type ReportColumn } from './report-table.ts'
import { fixed, groupWords, intervalWords } from './report-words.ts'

/** A line a group: both samples, the tests between them, and the size of the effect. */
export function comparisonTable(
  caption: Insert,
  heads: readonly [first: Insert, second: Insert],
  comparisons: readonly Comparison[]
): Markup {
  const lines = shownLines(comparisons, ({ group }) => group)
  const isPaired = lines.some(({ paired }) => paired !== null)
  const hasGroups = lines.length > 1
  const columns: readonly (ReportColumn | false)[] = [
    { head: 'Group', isText: true },
    { head: 'n' },
    { head: markup`${heads[0]}<small>mean ± sd</small>` },
    isPaired ? false : { head: 'n' },
    { head: markup`${heads[1]}<small>mean ± sd</small>` },
    { head: markup`Welch<small>p</small>` },
    isPaired && { head: markup`Paired t<small>p</small>` },
    { head: markup`Permutation<small>p</small>` },
    hasGroups && { head: markup`Holm<small>Welch p</small>` },
    { head: markup`Cohen’s<small>d</small>` },
    { head: markup`Hedges’ g<small>95 % interval</small>` }
  ]
  const rows = lines.map((line) => ({
    isTotal: line.group === null && hasGroups,
    cells: [
      foreign(groupWords(line.group)),
      isPaired ? pairCount(line) : line.first.n,
      sampleWords(line.first),
      ...(isPaired ? [] : [line.second.n]),
      sampleWords(line.second),
      chanceCell(line.welch),
      ...(isPaired ? [chanceCell(line.paired)] : []),
      chanceCell(line.permutation),
      ...(hasGroups ? [holmCell(line)] : []),
      fixed(line.cohensD, 2),
      markup`${fixed(line.hedgesG, 2)} <span class="quiet">${intervalWords(line.interval)}</span>`
    ]
  }))
  return reportTable(
    caption,
    columns.filter((column) => column !== false),
    rows
  )
}

/** `40`, or `40, 38` where one model lacks cases. */
function pairCount({ first, second }: Comparison): string | number {
  return first.n === second.n ? first.n : `${first.n}, ${second.n}`
}

/** `0.939 ± 0.483` */
export function sampleWords({ mean, sd }: Sample): Insert {
  return markup`${fixed(mean)}${sd === null ? nothing : markup` <span class="quiet">± ${fixed(sd)}</span>`}`
}

/** All groups together are no part of the family. */
function holmCell({ group, holm }: Comparison): Insert {
  return group === null || holm === null
    ? '–'
    : chanceCell({ kind: 'tested', p: holm, statistic: 0 })
}
