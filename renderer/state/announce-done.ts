import type { JobStatus, ResultKind } from '../../preload/data.ts'
import { visibleLine } from '../components/words/visible-text.ts'
import { tabOf } from './navigation.svelte.ts'
import type { Shell } from './shell.svelte.ts'

/** Says that an analysis is done to someone who is looking at something else; once. */
export function announceDone(
  { jobs, navigation, toasts }: Pick<Shell, 'jobs' | 'navigation' | 'toasts'>,
  { jobId, kind, state, title, resultId }: JobStatus
): void {
  const result = resultOf(kind)
  if (result === null || state !== 'done' || resultId === null) return
  if (navigation.tab === tabOf(result) || jobs.find(jobId)?.state === 'done') return
  toasts.show(`Done: ${visibleLine(title)}`, {
    label: 'Show',
    run: () => void navigation.openResult(resultId)
  })
}

/** What a job gives that has a tab of its own; a written text or labels belong to a view that shows them. */
function resultOf(kind: JobStatus['kind']): ResultKind | null {
  if (kind === 'generation' || kind === 'annotation') return null
  return kind === 'study-import' ? 'study' : kind
}
