/** The two checkpoints in use. A single model is a pair with one side empty. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { OpenedCheckpoint, RecentCheckpoint, Role, SampleData } from '../../preload/data.ts'
import { call, drop, reportOf } from '../api.ts'

export class PairState {
  base = $state.raw<OpenedCheckpoint | null>(null)
  tuned = $state.raw<OpenedCheckpoint | null>(null)
  recents = $state.raw<readonly RecentCheckpoint[]>([])
  /** Cases of the bundled pair, once it was opened. */
  sample = $state.raw<SampleData | null>(null)
  /** The side that waits for a folder; `null` while nothing is being opened. */
  opening = $state<Role | null>(null)
  isOpeningSample = $state(false)
  error = $state.raw<ErrorReport>()

  readonly isEmpty = $derived(this.base === null && this.tuned === null)
  /** Whether the bundled sample is the pair on screen. */
  readonly isSample = $derived(
    this.sample !== null &&
      this.base?.handle === this.sample.base.handle &&
      this.tuned?.handle === this.sample.tuned.handle
  )

  /** Where the next dropped folder goes. */
  #dropRole: Role | null = null

  /** The side that a folder goes to when nobody says which. */
  get freeRole(): Role {
    return this.base === null ? 'base' : 'tuned'
  }

  /** Asks for a folder and puts it on one side; a cancelled dialog changes nothing. */
  async pick(role: Role = this.freeRole): Promise<void> {
    await this.#open(role, () => call('checkpoint/pick', {}))
  }

  async openRecent(recent: RecentCheckpoint, role: Role = this.freeRole): Promise<void> {
    await this.#open(role, () => call('checkpoint/open', { handle: recent.handle }))
  }

  async openSample(): Promise<SampleData | null> {
    if (this.opening || this.isOpeningSample) return null
    this.isOpeningSample = true
    this.error = undefined
    try {
      const sample = await call('sample/open', {})
      this.sample = sample
      this.base = sample.base
      this.tuned = sample.tuned
      return sample
    } catch (thrown) {
      this.error = reportOf(thrown)
      return null
    } finally {
      this.isOpeningSample = false
    }
  }

  /** Hands dropped folders to main; the answers come back through `arrive`. */
  dropOn(role: Role | null, files: readonly File[]): void {
    if (files.length === 0) return
    this.#dropRole = role
    this.error = undefined
    drop(files)
  }

  /** A folder that came by drop, argument or a second start of the program. */
  arrive(opened: OpenedCheckpoint): void {
    const role = this.#dropRole ?? this.freeRole
    // Two folders dropped at once: the second goes to the other side.
    this.#dropRole = this.#dropRole === 'base' ? 'tuned' : null
    this.#place(role, opened)
    void this.loadRecents()
  }

  refuse(error: ErrorReport): void {
    this.#dropRole = null
    this.error = error
  }

  swap(): void {
    const { base, tuned } = this
    this.base = tuned
    this.tuned = base
  }

  clear(role: Role): void {
    this[role] = null
    this.error = undefined
  }

  async loadRecents(): Promise<void> {
    try {
      this.recents = await call('checkpoint/recents', {})
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }

  #place(role: Role, opened: OpenedCheckpoint): void {
    this[role] = opened
    this.error = undefined
  }

  async #open(role: Role, ask: () => Promise<OpenedCheckpoint | null>): Promise<void> {
    // A dialog may be open already: the menu and the window both answer Ctrl+O.
    if (this.opening) return
    this.opening = role
    this.error = undefined
    try {
      const opened = await ask()
      if (opened) {
        this.#place(role, opened)
        await this.loadRecents()
      }
    } catch (thrown) {
      this.error = reportOf(thrown)
    } finally {
      this.opening = null
    }
  }
}
