import type { ConceptsLayer } from '../../preload/analysis/concepts/record.ts'
import type { ConceptsRecord } from '../../preload/data.ts'
import { layerRows, rowFacts, rowOf, shownRows } from '../views/concepts/layer-rows.ts'
import { labelsOfLayer } from '../views/concepts/shown-labels.ts'
import type { ConceptsLabels } from './concepts-labels.svelte.ts'
import type { ConceptsView } from './concepts-view.svelte.ts'

/** The table of one layer. Each step is derived from the one before: a new order redoes only the last. */
export class ConceptsTable {
  #record: () => ConceptsRecord | null
  #layer: () => ConceptsLayer | undefined
  #labels: ConceptsLabels
  #view: ConceptsView

  constructor(
    record: () => ConceptsRecord | null,
    layer: () => ConceptsLayer | undefined,
    labels: ConceptsLabels,
    view: ConceptsView
  ) {
    this.#record = record
    this.#layer = layer
    this.#labels = labels
    this.#view = view
  }

  readonly rows = $derived.by(() => {
    const layer = this.#layer()
    return layer && layerRows(layer)
  })
  readonly facts = $derived.by(() => {
    const record = this.#record()
    const layer = this.#layer()
    const summary = record?.layers.find((candidate) => candidate.layer === layer?.layer)
    if (!record || !layer || !this.rows || !summary) return undefined
    const labels = labelsOfLayer(layer, this.#labels.stored, this.#labels.source)
    return rowFacts(this.rows, layer, labels, summary, record.words)
  })
  /** Indices of rows, in the order shown. */
  readonly shown = $derived.by(
    () => this.facts && shownRows(this.facts, this.#view.filter, this.#view.order)
  )
  /** The row of the chosen concept; −1 for none. */
  readonly chosen = $derived.by(() => {
    const { concept } = this.#view
    return this.rows && concept ? rowOf(this.rows, concept.role, concept.direction) : -1
  })

  choose(row: number): void {
    if (!this.rows) return
    const role = this.rows.base[row]! >= 0 ? 'base' : 'tuned'
    this.#view.concept = { role, direction: this.rows[role][row]! }
  }
}
