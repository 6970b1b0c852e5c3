/** The tour starts by itself once: beside the first result that a new user sees. */
import type { Shell } from './shell.svelte.ts'
import { isAnchorShown } from './tour.svelte.ts'

/** For an effect: runs again when a job ends or the settings arrive; returns what stops the wait. */
export function offerTour(shell: Shell): (() => void) | undefined {
  const { jobs, settings, tour } = shell
  // Tests of the whole program drive the window themselves.
  if (!shell.info || shell.info.isTest) return
  if (!settings.isLoaded || settings.value.hasSeenTour) return
  if (!jobs.list.some(({ kind, state }) => kind === 'attribution' && state === 'done')) return
  const timer = setInterval(() => {
    if (shell.dialog !== null || !isAnchorShown('maps')) return
    clearInterval(timer)
    tour.start(isAnchorShown)
  }, 200)
  return () => clearInterval(timer)
}
