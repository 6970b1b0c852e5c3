import type { ConceptsRole } from '../../preload/analysis/concepts/record.ts'
import { noFilter, type RowFilter, type RowOrder } from '../views/concepts/layer-rows.ts'

export type ConceptsPage = 'drift' | 'layer' | 'shares' | 'words'

/** One concept of a layer. */
export interface ConceptKey {
  readonly role: ConceptsRole
  readonly direction: number
}

const byRank: RowOrder = { key: 'rank', isDescending: false }

/** What of a concepts result is on screen. */
export class ConceptsView {
  page = $state<ConceptsPage>('drift')
  /** The layer that is looked into, and that the charts mark. */
  layer = $state<number | null>(null)
  concept = $state.raw<ConceptKey | null>(null)
  /** Of the table of concepts; kept from layer to layer. */
  filter = $state.raw<RowFilter>(noFilter)
  order = $state.raw<RowOrder>(byRank)

  /** Looks into a layer, at one of its concepts where that is said. */
  openLayer(layer: number, concept: ConceptKey | null = null): void {
    if (layer !== this.layer || concept) this.concept = concept
    // What is asked for by name must not be filtered away.
    if (concept) this.filter = noFilter
    this.layer = layer
    this.page = 'layer'
  }

  reset(): void {
    this.page = 'drift'
    this.layer = null
    this.concept = null
    this.filter = noFilter
    this.order = byRank
  }
}
