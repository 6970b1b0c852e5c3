import type { JobStatus } from '../../preload/data.ts'
import { visibleLine } from '../components/words/visible-text.ts'
import type { Shell } from './shell.svelte.ts'

/** Says that an attribution is done to someone who is looking at something else; once. */
export function announceDone(
  { jobs, navigation, toasts }: Pick<Shell, 'jobs' | 'navigation' | 'toasts'>,
  { jobId, kind, state, title, resultId }: JobStatus
): void {
  if (kind !== 'attribution' || state !== 'done' || resultId === null) return
  if (navigation.tab === 'attribution' || jobs.find(jobId)?.state === 'done') return
  toasts.show(`Done: ${visibleLine(title)}`, {
    label: 'Show',
    run: () => void navigation.openResult(resultId)
  })
}
