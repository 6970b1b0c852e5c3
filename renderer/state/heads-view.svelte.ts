import type { GridMetric } from '../views/heads/grid-metrics.ts'
import { noRelationFilter, type RelationFilter } from '../views/heads/relation-filter.ts'
import type { RowOrder } from '../views/heads/row-order.ts'

export type HeadsPage = 'grid' | 'verbs' | 'words' | 'attention'

export interface HeadKey {
  readonly layer: number
  readonly head: number
}

/** Two terms, the alphabetically earlier one first, as relations have them. */
export interface RelationKey {
  readonly first: string
  readonly second: string
}

const byChange: RowOrder = { column: 'change', isDescending: true }
const byDimensions: RowOrder = { column: 'largest', isDescending: true }
const byChanged: RowOrder = { column: 'changed', isDescending: true }

/** What of a heads result is on screen. */
export class HeadsView {
  page = $state<HeadsPage>('grid')
  metric = $state<GridMetric>('change')
  /** Heads at chance count nowhere: not in the grid, not in tables, not in tests. */
  withoutChance = $state(false)
  head = $state.raw<HeadKey | null>(null)
  /** In the head: its relations, or its dimensions one by one. */
  detail = $state<'relations' | 'dimensions'>('relations')
  relation = $state.raw<RelationKey | null>(null)
  filter = $state.raw<RelationFilter>(noRelationFilter)
  headOrder = $state.raw<RowOrder>(byChange)
  relationOrder = $state.raw<RowOrder>(byDimensions)
  wordOrder = $state.raw<RowOrder>(byChanged)
  wordText = $state('')

  /** Looks into a head, at one of its relations where that is said. */
  openHead(head: HeadKey, relation: RelationKey | null = null): void {
    this.chooseHead(head)
    this.detail = 'relations'
    if (relation) {
      // What is asked for by name must not be filtered away.
      this.filter = noRelationFilter
      this.relation = relation
    }
    this.page = 'grid'
  }

  chooseHead(head: HeadKey | null): void {
    if (head?.layer !== this.head?.layer || head?.head !== this.head?.head) this.relation = null
    this.head = head
  }

  reset(): void {
    if (this.page !== 'attention') this.page = 'grid'
    this.metric = 'change'
    this.withoutChance = false
    this.head = null
    this.detail = 'relations'
    this.relation = null
    this.filter = noRelationFilter
    this.headOrder = byChange
    this.relationOrder = byDimensions
    this.wordOrder = byChanged
    this.wordText = ''
  }
}
