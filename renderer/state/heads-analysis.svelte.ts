import { headsChance } from '../../preload/analysis/heads/head-chance.ts'
import { headsDrift, headsDriftSentence } from '../../preload/analysis/heads/head-drift.ts'
import { countedHeads, headRows, wordRows } from '../../preload/analysis/heads/heads-tables.ts'
import type { HeadsRecord } from '../../preload/data.ts'
import { wordChanges, wordChangeShares } from '../../preload/analysis/heads/word-changes.ts'

/** What follows from the relations of a record, each part counted when somebody first looks at it. */
export class HeadsAnalysis {
  #record: () => HeadsRecord | null
  #withoutChance: () => boolean

  constructor(record: () => HeadsRecord | null, withoutChance: () => boolean) {
    this.#record = record
    this.#withoutChance = withoutChance
  }

  readonly drift = $derived.by(() => {
    const record = this.#record()
    return record && headsDrift(record)
  })
  readonly chance = $derived.by(() => {
    const record = this.#record()
    return record && headsChance(record)
  })
  readonly sentence = $derived.by(() => {
    const record = this.#record()
    if (!record || !this.drift) return null
    const { match, heads } = this.drift
    const counted = heads.map((head) => (head && this.isCounted(head) ? head : null))
    return headsDriftSentence(record, { match, heads: counted })
  })
  readonly rows = $derived.by(() => {
    const record = this.#record()
    if (!record || !this.drift || !this.chance) return []
    return headRows(record, this.drift, this.chance, { withoutChance: this.#withoutChance() })
  })
  readonly isCounted = $derived.by(() =>
    this.chance ? countedHeads(this.chance, this.#withoutChance()) : () => true
  )
  readonly changes = $derived.by(() => {
    const record = this.#record()
    return record && wordChanges(record)
  })
  readonly words = $derived.by(() => {
    const record = this.#record()
    return record && this.changes
      ? wordRows(record, wordChangeShares(this.changes, this.isCounted))
      : []
  })
}
