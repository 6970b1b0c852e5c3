import { headsSigns } from '../../preload/analysis/heads/heads-signs.ts'
import { compareVerbs } from '../../preload/analysis/heads/verb-comparison.ts'
import { defaultVerbLists, type VerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import type { ErrorReport } from '../../preload/contract.ts'
import type { HeadsRecord } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import type { HeadsAnalysis } from './heads-analysis.svelte.ts'

/** Instruction verbs against general ones, with the lists of the paper or the user's own. */
export class HeadsVerbs {
  lists = $state.raw<VerbLists>(defaultVerbLists)
  isEditing = $state(false)
  error = $state.raw<ErrorReport>()
  /** What was odd in the file that was read last. */
  notes = $state.raw<readonly string[]>([])
  #record: () => HeadsRecord | null
  #analysis: HeadsAnalysis

  constructor(record: () => HeadsRecord | null, analysis: HeadsAnalysis) {
    this.#record = record
    this.#analysis = analysis
  }

  readonly isOwn = $derived(this.lists !== defaultVerbLists)

  /** Null for a single model. */
  readonly comparison = $derived.by(() => {
    const record = this.#record()
    const { changes, isCounted } = this.#analysis
    if (!record || !changes || record.sides.length < 2) return null
    return compareVerbs(record, changes, this.lists, { isCounted })
  })

  /** Why the relations, or the verbs among them, cannot be read; empty when they can. */
  readonly signs = $derived.by(() => {
    const record = this.#record()
    const { chance } = this.#analysis
    return record && chance ? headsSigns(record, chance, this.comparison) : []
  })

  /** Reads lists from a file that the user chooses; null when it was called off or refused. */
  async pick(): Promise<VerbLists | null> {
    this.error = undefined
    try {
      const picked = await call('verbs/pick', {})
      if (picked) this.notes = picked.notes
      return picked?.lists ?? null
    } catch (thrown) {
      this.error = reportOf(thrown)
      return null
    }
  }

  use(lists: VerbLists): void {
    this.lists = lists
    this.notes = []
    this.isEditing = false
  }

  useDefault(): void {
    this.use(defaultVerbLists)
  }
}
