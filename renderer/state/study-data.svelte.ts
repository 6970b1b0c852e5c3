import type { StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import type { ErrorReport } from '../../preload/contract.ts'
import type { OpenedDataset } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

/** What is asked for where the file proposes nothing. */
export const noMapping: StudyMapping = {
  id: null,
  prompt: '',
  input: null,
  response: null,
  instruction: null,
  instructionMatch: 'only',
  group: null,
  rating: null
}

/** The data set of the next study, and which of its columns is what. */
export class StudyData {
  picked = $state.raw<OpenedDataset | null>(null)
  /** As it is asked for; its preview may still be on its way. */
  mapping = $state.raw<StudyMapping>(noMapping)
  error = $state.raw<ErrorReport>()
  isOpening = $state(false)
  isReading = $state(false)
  #latest = 0

  readonly preview = $derived(this.picked?.preview ?? null)

  /** Lets the user choose a file; a cancelled dialog changes nothing. Says whether there is a new one. */
  pick(): Promise<boolean> {
    return this.#open(() => call('study/pick', {}))
  }

  openSample(): Promise<boolean> {
    return this.#open(() => call('study/sample', {}))
  }

  /** Takes a data set that main has opened, in place of the one before. */
  show(opened: OpenedDataset): void {
    // A preview of the data set before belongs to it.
    this.#latest++
    this.isReading = false
    this.error = undefined
    this.picked = opened
    this.mapping = opened.preview.mapping ?? noMapping
  }

  /** Asks what another mapping gives; the newest one wins. */
  async change(changes: Partial<StudyMapping>): Promise<void> {
    this.mapping = { ...this.mapping, ...changes }
    const { picked, mapping } = this
    if (!picked || mapping.prompt === '') return
    const ticket = ++this.#latest
    this.isReading = true
    this.error = undefined
    try {
      const preview = await call('study/preview', { data: picked.handle, mapping })
      if (ticket === this.#latest) this.picked = { ...picked, preview }
    } catch (thrown) {
      if (ticket === this.#latest) this.error = reportOf(thrown)
    } finally {
      if (ticket === this.#latest) this.isReading = false
    }
  }

  async #open(ask: () => Promise<OpenedDataset | null>): Promise<boolean> {
    if (this.isOpening) return false
    this.isOpening = true
    this.error = undefined
    try {
      const picked = await ask()
      if (!picked) return false
      this.show(picked)
      return true
    } catch (thrown) {
      this.error = reportOf(thrown)
      return false
    } finally {
      this.isOpening = false
    }
  }
}
