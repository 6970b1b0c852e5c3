import { call, reportOf } from '../api.ts'
import type { Shell } from './shell.svelte.ts'

/** Puts the program's report, free of prompts and paths, on the clipboard. */
export async function copyDiagnostics({ toasts }: Shell): Promise<void> {
  try {
    await navigator.clipboard.writeText(await call('app/diagnostics', {}))
    toasts.show('Diagnostics copied')
  } catch (thrown) {
    toasts.show(`Diagnostics could not be copied: ${reportOf(thrown).message}`)
  }
}
