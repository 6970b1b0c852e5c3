import { shareCategories, type ShareCategory } from '../../preload/analysis/concepts/label-codes.ts'
import { lastQuarter, shareCurves } from '../../preload/analysis/concepts/share-curves.ts'
import { compareShares } from '../../preload/analysis/concepts/shares.ts'
import type { ConceptsRecord } from '../../preload/data.ts'
import { categoryKey, isSame } from '../views/concepts/categories.ts'
import type { ConceptsLabels } from './concepts-labels.svelte.ts'

/** Shares of tasks and levels under the chosen annotator; counted only while somebody looks. */
export class ConceptsShares {
  /** The paper's question: does morphology grow in the last layers? */
  category = $state.raw<ShareCategory>({ kind: 'level', name: 'morphology' })
  #record: () => ConceptsRecord | null
  #labels: ConceptsLabels

  constructor(record: () => ConceptsRecord | null, labels: ConceptsLabels) {
    this.#record = record
    this.#labels = labels
  }

  readonly comparison = $derived.by(() => {
    const record = this.#record()
    return record && this.#labels.current && compareShares(record, this.#labels.current)
  })
  readonly #curves = $derived.by(() => {
    const record = this.#record()
    return record && this.#labels.current ? shareCurves(record, this.#labels.current) : []
  })
  readonly curve = $derived(this.#curves.find(({ category }) => isSame(category, this.category)))
  readonly finding = $derived.by(() => {
    const record = this.#record()
    return (
      record && this.#labels.current && lastQuarter(record, this.#labels.current, this.category)
    )
  })

  choose(key: string): void {
    const found = shareCategories.find((category) => categoryKey(category) === key)
    if (found) this.category = found
  }
}
