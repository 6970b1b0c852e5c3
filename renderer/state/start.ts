/** Connects the shared state to main: reads what is stored, follows every event. */
import { call, on, reportOf } from '../api.ts'
import { announceDone } from './announce-done.ts'
import type { Shell } from './shell.svelte.ts'
import { studiesOf } from './studies.svelte.ts'

/** Returns a function that disconnects. */
export function startShell(shell: Shell): () => void {
  const { jobs, pair, library, recentResults, toasts } = shell
  const stops = [
    on('job/changed', (status) => {
      announceDone(shell, status)
      jobs.changed(status)
    }),
    on('generation/text', (text) => jobs.wrote(text)),
    on('checkpoint/arrived', (opened) => pair.arrive(opened)),
    on('checkpoint/refused', (error) => pair.refuse(error)),
    on('study/arrived', (opened) => studiesOf(shell).arrive(opened)),
    on('study/refused', (error) => studiesOf(shell).refuse(error)),
    on('library/changed', () => {
      void library.refresh()
      void recentResults.refresh()
    }),
    on('menu/action', (name) => shell.actions.run(name))
  ]
  void shell.settings.load()
  void shell.device.load()
  void jobs.load()
  void pair.loadRecents()
  void library.reload()
  void recentResults.reload()
  call('app/info', {}).then(
    (info) => (shell.info = info),
    (thrown: unknown) => toasts.show(reportOf(thrown).message)
  )
  return () => stops.forEach((stop) => stop())
}
