import type { ErrorReport } from '../../preload/contract.ts'
import type { StudyRole } from '../../preload/analysis/studies/record.ts'
import { call, reportOf } from '../api.ts'
import type { PickedFile } from './heads-inputs.svelte.ts'

/** Files of recorded runs that are to be read, one a model. */
export class StudyImport {
  isOpen = $state(false)
  base = $state.raw<PickedFile | null>(null)
  tuned = $state.raw<PickedFile | null>(null)
  error = $state.raw<ErrorReport>()

  readonly isEmpty = $derived(this.base === null && this.tuned === null)

  /** Lets the user choose the file of a model; a cancelled dialog changes nothing. */
  async pick(role: StudyRole): Promise<void> {
    this.error = undefined
    try {
      const picked = await call('study/pick-recorded', {})
      if (picked) this[role] = picked
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }

  request(): { readonly base: string | null; readonly tuned: string | null } {
    return { base: this.base?.handle ?? null, tuned: this.tuned?.handle ?? null }
  }
}
