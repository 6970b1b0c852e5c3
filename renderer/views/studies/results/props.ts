import type { SalienceSettings } from '../../../../preload/analysis/salience-settings.ts'
import type {
  StoredRating,
  StudyMode,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'

/** Pages that `ResultsPages.svelte` draws; cases, rating and about are beside them. */
export const resultsPages = [
  'tables',
  'distributions',
  'sensitivity',
  'ratings',
  'ablation'
] as const
export type ResultsPage = (typeof resultsPages)[number]

/** What a page of tables and plots needs; nothing in it is of the tab's state. */
export interface ResultsProps {
  readonly record: StudyRecord
  /** Given in the app, with their history; empty while the run is not stored. */
  readonly ratings: readonly StoredRating[]
  /** One of the record's runs. */
  readonly mode: StudyMode
  /** L is 10, 5 or 2. */
  readonly salience: SalienceSettings
  readonly page: ResultsPage
  /** Shows the cases behind a number on the cases page: indices into the record, and why these. */
  readonly openCases: (cases: readonly number[], why: string) => void
  /** Shows the maps of one case. */
  readonly openCase: (index: number) => void
  /** Goes to the rating view; null while the run is not stored, so that nothing can be rated. */
  readonly openRating: ((role: StudyRole) => void) | null
  /** Looks at everything at other L, b and p, such as those of a point of the sweep. */
  readonly changeSalience: (salience: SalienceSettings) => void
}
