import { defaultSalience, type SalienceSettings } from '../../preload/analysis/salience-settings.ts'
import type { StudyMode } from '../../preload/analysis/studies/record.ts'
import { anyCase, type CaseFilter } from '../views/studies/case-filter.ts'
import type { RowOrder } from '../views/heads/row-order.ts'
import type { ResultsPage } from '../views/studies/results/props.ts'

export type StudyPage = ResultsPage | 'cases' | 'about'

/** L that studies can be shown at: they keep levels of L = 10, of which these are divisors. */
export const shownLevels = [10, 5, 2] as const
export type ShownLevels = (typeof shownLevels)[number]

const inOrder: RowOrder = { column: 'number', isDescending: false }

/** What of a study is on screen. */
export class StudyView {
  page = $state<StudyPage>('tables')
  /** The mode that is wanted; a study that lacks it shows its first. */
  mode = $state<StudyMode>('own')
  norm = $state(defaultSalience.norm)
  order = $state.raw<RowOrder>(inOrder)
  filter = $state.raw<CaseFilter>(anyCase)
  /** Index of the case whose maps are shown. */
  case = $state<number | null>(null)
  /** Responses are being rated, in place of a page. */
  isRating = $state(false)
  #levels = $state<ShownLevels>(10)
  // As a share of L, so that another L cuts at about the same importance.
  #thresholdShare = $state(defaultSalience.threshold / defaultSalience.levels)

  readonly salience: SalienceSettings = $derived({
    levels: this.#levels,
    threshold: this.threshold,
    norm: this.norm
  })
  readonly isDefault = $derived(
    this.#levels === defaultSalience.levels &&
      this.threshold === defaultSalience.threshold &&
      this.norm === defaultSalience.norm
  )

  get levels(): ShownLevels {
    return this.#levels
  }

  set levels(levels: ShownLevels) {
    this.#levels = levels
  }

  get threshold(): number {
    // The share is itself a quotient: 0.7 · 10 must not become 6.
    return Math.floor(this.#thresholdShare * this.#levels + 1e-9)
  }

  set threshold(threshold: number) {
    this.#thresholdShare = threshold / this.#levels
  }

  changeSalience({ levels, threshold, norm }: SalienceSettings): void {
    this.levels = shownLevels.find((known) => known === levels) ?? this.levels
    this.threshold = threshold
    this.norm = norm
  }

  show(page: StudyPage): void {
    this.isRating = false
    this.page = page
  }

  /** The cases behind a number, with the reason in words. */
  openCases(cases: readonly number[], why: string): void {
    this.filter = { ...anyCase, behind: { cases: new Set(cases), why } }
    if (this.case !== null && !cases.includes(this.case)) this.case = null
    this.show('cases')
  }

  openCase(index: number): void {
    // What is asked for by name must not be filtered away.
    this.filter = anyCase
    this.case = index
    this.show('cases')
  }

  /** Another study is on screen; how maps are scaled stays. */
  reset(): void {
    this.show('tables')
    this.order = inOrder
    this.filter = anyCase
    this.case = null
  }
}
