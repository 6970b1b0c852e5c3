/** The state that every view shares, handed down by context. */
import { createContext } from 'svelte'
import type { AppInfo } from '../../preload/data.ts'
import { Actions } from './actions.svelte.ts'
import { DeviceState } from './device.svelte.ts'
import { JobsState } from './jobs.svelte.ts'
import { LibraryState } from './library.svelte.ts'
import { NavigationState } from './navigation.svelte.ts'
import { PairState } from './pair.svelte.ts'
import { SettingsState } from './settings.svelte.ts'
import { Toasts } from './toasts.svelte.ts'
import { TourState } from './tour.svelte.ts'

/** The floating part that is open; one at a time. */
export type OpenDialog = 'palette' | 'settings' | 'keys' | null

export class Shell {
  readonly actions = new Actions()
  readonly device = new DeviceState()
  readonly jobs = new JobsState()
  readonly library = new LibraryState()
  /** The newest results whatever the library's search says. */
  readonly recentResults = new LibraryState()
  readonly navigation = new NavigationState()
  readonly pair = new PairState()
  readonly settings = new SettingsState()
  readonly toasts = new Toasts()
  readonly tour = new TourState(() => void this.settings.change({ hasSeenTour: true }))
  dialog = $state<OpenDialog>(null)
  info = $state.raw<AppInfo | null>(null)
}

export const [getShell, setShell] = createContext<Shell>()
