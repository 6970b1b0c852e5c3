/** The user's settings: read once, changed on screen at once and written behind. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { Settings } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'
import { resolveTheme, type Theme } from './theme.ts'

/** Before the stored ones arrive. L, b and p are the ones the paper's authors ran with. */
export const firstSettings: Settings = {
  theme: 'system',
  palette: 'RdBu',
  device: 'auto',
  nThreads: 0,
  hasSeenTour: false,
  levels: 10,
  threshold: 7,
  exponent: 4
}

export class SettingsState {
  value = $state.raw<Settings>(firstSettings)
  /** What the operating system asks for; kept by the window. */
  systemTheme = $state<Theme>('light')
  isLoaded = $state(false)
  error = $state.raw<ErrorReport>()

  /** For canvases, which must redraw when it changes: custom properties do not tell them. */
  readonly theme = $derived(resolveTheme(this.value.theme, this.systemTheme))

  #latest = 0

  async load(): Promise<void> {
    try {
      this.value = await call('settings/read', {})
      this.isLoaded = true
    } catch (thrown) {
      this.error = reportOf(thrown)
    }
  }

  /** Shows the change at once; goes back to what is stored when it could not be written. */
  async change(changes: Partial<Settings>): Promise<void> {
    const before = this.value
    const ticket = ++this.#latest
    this.value = { ...before, ...changes }
    this.error = undefined
    try {
      const stored = await call('settings/write', this.value)
      if (ticket === this.#latest) this.value = stored
    } catch (thrown) {
      if (ticket === this.#latest) this.value = before
      this.error = reportOf(thrown)
    }
  }
}
