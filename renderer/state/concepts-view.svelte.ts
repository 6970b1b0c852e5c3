import type { ConceptsRole } from '../../preload/analysis/concepts/record.ts'

export type ConceptsPage = 'drift' | 'layer' | 'shares' | 'words'

/** One concept of a layer. */
export interface ConceptKey {
  readonly role: ConceptsRole
  readonly direction: number
}

/** What of a concepts result is on screen. */
export class ConceptsView {
  page = $state<ConceptsPage>('drift')
  /** The layer that is looked into, and that the charts mark. */
  layer = $state<number | null>(null)
  concept = $state.raw<ConceptKey | null>(null)

  /** Looks into a layer, at one of its concepts where that is said. */
  openLayer(layer: number, concept: ConceptKey | null = null): void {
    if (layer !== this.layer || concept) this.concept = concept
    this.layer = layer
    this.page = 'layer'
  }

  reset(): void {
    this.page = 'drift'
    this.layer = null
    this.concept = null
  }
}
