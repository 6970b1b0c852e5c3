import { expect, it } from 'vitest'
import { announceDone } from '../../../renderer/state/announce-done.ts'
import { JobsState } from '../../../renderer/state/jobs.svelte.ts'
import { NavigationState } from '../../../renderer/state/navigation.svelte.ts'
import { Toasts } from '../../../renderer/state/toasts.svelte.ts'
import { jobStatus } from '../../helpers/job-status.ts'

function shell() {
  return { jobs: new JobsState(), navigation: new NavigationState(), toasts: new Toasts() }
}
const done = jobStatus({ state: 'done', resultId: 'r1' })

it('tells once, and only who looks at another tab', () => {
  const parts = shell()
  announceDone(parts, done)
  expect(parts.toasts.list).toEqual([])
  parts.navigation.tab = 'library'
  announceDone(parts, done)
  parts.jobs.changed(done)
  announceDone(parts, done)
  expect(parts.toasts.list.map(({ text }) => text)).toEqual([
    'Done: Give me the first two sentences'
  ])
})

it('a generated text or a failed run is no result', () => {
  const parts = shell()
  parts.navigation.tab = 'library'
  announceDone(parts, { ...done, kind: 'generation' })
  announceDone(parts, jobStatus({ state: 'failed' }))
  expect(parts.toasts.list).toEqual([])
})
