import { caseScores } from '../../../../preload/analysis/studies/case-scores.ts'
import type { StudyMode } from '../../../../preload/analysis/studies/record.ts'
import type { StudyExport } from '../study-rows.ts'
import { foreign, foreignLine, markup, nothing, type Markup } from './markup.ts'
import { reportTable } from './report-table.ts'
import { fixed, modeNames, signed } from './report-words.ts'

const nShown = 5
const promptCharacters = 88

/** The cases whose score changes most, both ways: what the averages are made of. */
export function largestChanges({ record, salience }: StudyExport, mode: StudyMode): Markup {
  const base = caseScores(record, mode, 'base', salience)
  const tuned = caseScores(record, mode, 'tuned', salience)
  const changes = record.cases
    .map((_, index) => ({ index, change: tuned[index]! - base[index]! }))
    .filter(({ change }) => !isNaN(change) && change !== 0)
    .sort((a, b) => b.change - a.change)
  if (changes.length === 0) return nothing
  const rising = changes.filter(({ change }) => change > 0).slice(0, nShown)
  const falling = changes.filter(({ change }) => change < 0).slice(-nShown)
  return reportTable(
    markup`<b>Cases that change most</b>, ${modeNames[mode].toLowerCase()}: tuned − base`,
    [
      { head: 'Case', isText: true },
      { head: 'Prompt', isText: true },
      { head: 'Base' },
      { head: 'Tuned' },
      { head: 'Change' }
    ],
    [...rising, ...falling].map(({ index, change }) => {
      const { caseId, prompt } = record.cases[index]!
      return {
        cells: [
          foreign(caseId),
          markup`<span class="quiet">${foreignLine(prompt, promptCharacters)}</span>`,
          fixed(base[index]!),
          fixed(tuned[index]!),
          signed(change)
        ]
      }
    })
  )
}
