import type { StudyMode, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import type { ScoreRoc } from '../../../../preload/analysis/studies/score-roc.ts'
import { shownLines } from '../../../../preload/analysis/studies/shown-lines.ts'
import type { RoleTables } from '../study-tables.ts'
import { comparisonTable } from './comparison-table.ts'
import { foreign, markup, nothing, type Markup } from './markup.ts'
import { reportTable } from './report-table.ts'
import { fixed, groupWords, intervalWords, modeNames, roleNames } from './report-words.ts'
import { rocPicture } from './pictures/roc-picture.ts'

/** Unfollowed against followed responses of one model, and how well the score tells them apart. */
export function ratingTables({ role, followed, roc }: RoleTables, mode: StudyMode): Markup {
  if (followed === null || roc === null) return nothing
  const curve = rocPicture(roc.at(-1)!, role)
  return markup`<h3>
      Ratings of the <span class="${role}-text">${roleNames[role].toLowerCase()}</span> model’s
      responses, ${modeNames[mode].toLowerCase()}
    </h3>
    ${comparisonTable(
      markup`<b>Unfollowed against followed</b>: is the score of unfollowed responses lower? Unrated
        cases and responses under 5 tokens are left out.`,
      ['Unfollowed', 'Followed'],
      followed
    )}
    <div class="figures">
      ${curve ?? ''}
      <div>${rocTable(roc, role)}</div>
    </div>`
}

function rocTable(rocs: readonly ScoreRoc[], role: StudyRole): Markup {
  const lines = shownLines(rocs, ({ group }) => group)
  return reportTable(
    markup`<b>Score as a sign of followed instructions</b>,
      <span class="${role}-text">${roleNames[role]}</span>`,
    [
      { head: 'Group', isText: true },
      { head: 'Unfollowed' },
      { head: 'Followed' },
      { head: markup`AUC<small>95 % interval</small>` }
    ],
    lines.map(({ group, nUnfollowed, nFollowed, auc, interval }) => ({
      isTotal: group === null && lines.length > 1,
      cells: [
        foreign(groupWords(group)),
        nUnfollowed,
        nFollowed,
        markup`${fixed(auc)} <span class="quiet">${intervalWords(interval)}</span>`
      ]
    }))
  )
}
