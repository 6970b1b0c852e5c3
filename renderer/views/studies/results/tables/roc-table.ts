/** AUC by model and group as a table. */
import type { Comparison } from '../../../../../preload/analysis/studies/comparison.ts'
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import type { ScoreRoc } from '../../../../../preload/analysis/studies/score-roc.ts'
import { shownLines } from '../../../../../preload/analysis/studies/shown-lines.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'
import type { RocCurve } from '../plots/roc-plot.ts'
import { wordCell, type StatTable } from './stat-table.ts'
import { intervalWords } from './stat-words.ts'
import {
  behindWords,
  comparedCases,
  groupCell,
  groupColumn,
  groupKey,
  groupWords
} from './test-cells.ts'

export interface RocLine extends RocCurve {
  /** The same cases compared: unfollowed first. */
  readonly comparison: Comparison
}

/** AUC and comparison of the same line. */
export function rocLines({
  role,
  comparisons,
  rocs
}: {
  readonly role: StudyRole
  readonly comparisons: readonly Comparison[]
  readonly rocs: readonly ScoreRoc[]
}): readonly RocLine[] {
  return rocs.flatMap((roc) => {
    const comparison = comparisons.find(({ group }) => group === roc.group)
    return comparison ? [{ role, roc, comparison }] : []
  })
}

export function rocTable(lines: readonly RocLine[]): StatTable {
  return {
    title: 'AUC of the instruction score',
    columns: [
      groupColumn,
      { title: 'Model', isText: true, fields: ['model'] },
      { title: 'unfollowed n', hint: 'Cases rated 1', fields: ['unfollowed_n'] },
      { title: 'followed n', hint: 'Cases rated 2 or more', fields: ['followed_n'] },
      {
        title: 'AUC',
        hint: 'How often a followed case scores above an unfollowed one; ties count half',
        fields: ['auc']
      },
      { title: '95 %', hint: 'DeLong’s interval', fields: ['auc_low', 'auc_high'] }
    ],
    rows: shownLines(lines, ({ roc }) => roc.group).map(({ role, roc, comparison }) => {
      const where = `${role}, ${groupWords(roc.group)}`
      const { either } = comparedCases(comparison)
      return {
        key: `${role} ${groupKey(roc.group)}`,
        ...(roc.group === null && { look: 'total' as const }),
        cells: [
          groupCell(roc.group),
          wordCell(role),
          {
            text: String(roc.nUnfollowed),
            values: [roc.nUnfollowed],
            behind: behindWords(where, 'unfollowed', comparison.first.cases)
          },
          {
            text: String(roc.nFollowed),
            values: [roc.nFollowed],
            behind: behindWords(where, 'followed', comparison.second.cases)
          },
          {
            text: roc.auc === null ? 'n too small' : fixedWords(roc.auc),
            values: [roc.auc],
            behind: behindWords(where, 'AUC', either),
            ...(roc.auc === null && { look: 'quiet' })
          },
          {
            text: intervalWords(roc.interval),
            values: [roc.interval?.[0] ?? null, roc.interval?.[1] ?? null],
            behind: behindWords(where, 'interval of the AUC', either)
          }
        ]
      }
    })
  }
}

/** What an AUC means, in one sentence; with whether its interval leaves a half out. */
export function aucSentence({ role, roc }: RocCurve): string {
  if (roc.auc === null) {
    return (
      `Of the ${role} model ${roc.nUnfollowed} unfollowed and ${roc.nFollowed} followed ` +
      `${roc.nFollowed === 1 ? 'case is' : 'cases are'} rated: n too small for an AUC.`
    )
  }
  const often = `Of the ${role} model a followed case scores above an unfollowed one ${(roc.auc * 100).toFixed(0)} times in 100`
  if (roc.interval === null) return `${often}; 50 is chance.`
  const [low, high] = roc.interval
  if (low > 0.5) return `${often}: more than chance (50) gives.`
  if (high < 0.5) return `${often}: fewer than chance (50) gives.`
  return `${often}: no more than chance (50) can give.`
}
