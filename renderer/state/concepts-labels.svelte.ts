import type { ErrorReport } from '../../preload/contract.ts'
import {
  currentLabels,
  labelSources,
  type LabelSource
} from '../../preload/analysis/concepts/current-labels.ts'
import type { ConceptLabel, StoredLabel } from '../../preload/analysis/concepts/labels.ts'
import type { ConceptsRecord } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import type { ConceptKey } from './concepts-view.svelte.ts'

/** The labels of the result on screen: whose count, and what persons and language models said. */
export class ConceptsLabels {
  /** Every one that was ever stored for the result. */
  stored = $state.raw<readonly StoredLabel[]>([])
  error = $state.raw<ErrorReport>()
  isSaving = $state(false)
  /** The person who labels; asked once. */
  author = $state('')
  #chosen = $state.raw<LabelSource>({ annotator: 'lexical' })
  #resultId: string | null = null
  #record: () => ConceptsRecord | null

  constructor(record: () => ConceptsRecord | null) {
    this.#record = record
  }

  readonly sources: readonly LabelSource[] = $derived(labelSources(this.stored))
  /** The chosen annotator, as long as it has labels here. */
  readonly source: LabelSource = $derived(
    this.sources.find((source) => sourceKey(source) === sourceKey(this.#chosen)) ?? {
      annotator: 'lexical'
    }
  )
  readonly current = $derived.by(() => {
    const record = this.#record()
    return record && currentLabels(record, this.stored, this.source)
  })

  choose(key: string): void {
    const source = this.sources.find((candidate) => sourceKey(candidate) === key)
    if (source) this.#chosen = source
  }

  /** Reads the labels of a stored result; null, where nothing is stored yet, has none. */
  async load(resultId: string | null): Promise<void> {
    if (resultId !== this.#resultId) this.stored = []
    this.#resultId = resultId
    this.error = undefined
    if (resultId === null) return
    try {
      const stored = await call('concepts/labels', { resultId })
      if (resultId === this.#resultId) this.stored = stored
    } catch (thrown) {
      if (resultId === this.#resultId) this.error = reportOf(thrown)
    }
  }

  /** Stores a person's label; null withdraws the one that holds. Returns whether it was stored. */
  async set(
    layer: number,
    { role, direction }: ConceptKey,
    label: ConceptLabel | null,
    note: string
  ): Promise<boolean> {
    const resultId = this.#resultId
    if (resultId === null || this.isSaving) return false
    this.isSaving = true
    this.error = undefined
    try {
      await call('concepts/set-label', {
        resultId,
        layer,
        role,
        direction,
        label: label && { ...label, tasks: [...label.tasks], evidence: [...label.evidence] },
        author: this.author.trim(),
        note
      })
      await this.load(resultId)
      return true
    } catch (thrown) {
      this.error = reportOf(thrown)
      return false
    } finally {
      this.isSaving = false
    }
  }
}

/** Names an annotator in a list of choices. */
export function sourceKey(source: LabelSource): string {
  return source.annotator === 'llm' ? `llm ${source.author}` : source.annotator
}
