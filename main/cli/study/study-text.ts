/** A study as text for a terminal: its data, its tables mode by mode, and what they say. */
import { ablationTables } from '../../../preload/analysis/studies/ablation-tables.ts'
import { compareFollowed } from '../../../preload/analysis/studies/compare-followed.ts'
import { compareModels } from '../../../preload/analysis/studies/compare-models.ts'
import { lengthWarning } from '../../../preload/analysis/studies/length-warning.ts'
import { ratingsOf } from '../../../preload/analysis/studies/ratings.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../preload/analysis/studies/record.ts'
import { scoreRoc } from '../../../preload/analysis/studies/score-roc.ts'
import { studyVerdict } from '../../../preload/analysis/studies/study-verdict.ts'
import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { displayText } from '../../../preload/token-display.ts'
import {
  counted,
  fixed,
  intervalWords,
  modeNames
} from '../../exports/studies/report/report-words.ts'
import { ablationLines, comparisonLines } from './study-table-text.ts'

const mostFailures = 10

/**
 * Ends with a line break.
 *
 * @param ratings  given in the app, oldest first
 */
export function studyText(record: StudyRecord, ratings: readonly StoredRating[]): string {
  const warning = lengthWarning(record)
  const ablation = ablationTables(record)
  return [
    ...headLines(record),
    ...record.runs.flatMap(({ mode }) => ['', ...modeLines(record, mode, ratings)]),
    ...(ablation === null ? [] : ['', ...ablationLines(record, ablation)]),
    '',
    ...(warning === null ? [] : [`warning: ${warning.text}`]),
    ...record.notes.map((note) => `note: ${displayText(note)}`),
    ...studyVerdict(record, defaultSalience).map(({ text }) => text),
    ''
  ].join('\n')
}

function headLines(record: StudyRecord): string[] {
  const { dataset, cases, sides, failures, source } = record
  const bad = dataset.badRows.length
  const left = bad === 0 ? '' : `, ${counted(bad, 'row')} left out or incomplete`
  const what = source === 'recorded' ? 'without a map in one model' : 'that failed'
  const shown = failures.slice(0, mostFailures).map(({ case: index, role, problem }) => {
    const name = displayText(record.cases[index]!.caseId)
    return `  ${role}, case ${name}: ${displayText(problem)}`
  })
  const more = failures.length - shown.length
  return [
    `data set: ${displayText(dataset.name)}, ${counted(cases.length, 'case')}${left}`,
    ...sides.map(({ role, name }) => `${role}: ${displayText(name)}`),
    ...(failures.length === 0 ? [] : [`${counted(failures.length, 'case')} ${what}:`, ...shown]),
    ...(more > 0 ? [`  and ${more} more`] : [])
  ]
}

function modeLines(
  record: StudyRecord,
  mode: StudyMode,
  ratings: readonly StoredRating[]
): string[] {
  const models =
    record.sides.length < 2
      ? []
      : comparisonLines(
          `${modeNames[mode]}: instruction scores, base against tuned`,
          ['base', 'tuned'],
          compareModels(record, mode, defaultSalience)
        )
  return [...models, ...record.sides.flatMap(({ role }) => ratedLines(record, mode, role, ratings))]
}

/** Nothing where no response of the model is rated. */
function ratedLines(
  record: StudyRecord,
  mode: StudyMode,
  role: StudyRole,
  stored: readonly StoredRating[]
): string[] {
  const ratings = ratingsOf(record, stored, role)
  if (!ratings.some((rating) => rating !== null && rating > 0)) return []
  const compared = compareFollowed(record, mode, role, ratings, defaultSalience)
  const all = scoreRoc(record, mode, role, ratings, defaultSalience).at(-1)
  const auc = all?.auc ?? null
  return [
    '',
    ...comparisonLines(
      `${modeNames[mode]}: ${role}, unfollowed against followed`,
      ['unfollowed', 'followed'],
      compared
    ),
    ...(auc === null ? [] : [`AUC ${fixed(auc)} ${intervalWords(all!.interval)}`.trimEnd()])
  ]
}
