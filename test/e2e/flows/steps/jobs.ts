import type { Page } from 'playwright-core'
import type { JobState, JobStatus } from '../../../../preload/data.ts'
import { runLimitMs, waitForResult } from './attribution-view.ts'

/** Every job as main knows it, newest first. */
export async function listJobs(page: Page): Promise<readonly JobStatus[]> {
  return page.evaluate(async () => {
    const outcome = await window.shiftlens.call('job/list', {})
    if (!outcome.ok) throw new Error(outcome.error.message)
    return outcome.value
  })
}

export async function newestJob(page: Page): Promise<JobStatus> {
  const [newest] = await listJobs(page)
  if (!newest) throw new Error('no job, expected one')
  return newest
}

/** Does what starts a run, and waits until its own result is on screen: an earlier one may be there. */
export async function runToResult(page: Page, start: () => Promise<void>): Promise<void> {
  const before = new Set((await listJobs(page)).map(({ jobId }) => jobId))
  await start()
  const isNew = ({ jobId }: JobStatus): boolean => !before.has(jobId)
  const startedMs = performance.now()
  for (;;) {
    const job = (await listJobs(page)).find(isNew)
    if (job?.state === 'done') break
    if (job?.state === 'failed' || performance.now() - startedMs > runLimitMs) {
      throw new Error(`the run came to no result: ${JSON.stringify(job)}`)
    }
    await page.waitForTimeout(50)
  }
  await waitForResult(page)
}

/** Waits until the newest job fits; an answer that says it never will is an error that shows the job. */
export async function waitForJob(
  page: Page,
  fits: (job: JobStatus) => boolean,
  limitMs = runLimitMs
): Promise<JobStatus> {
  const startedMs = performance.now()
  for (;;) {
    const job = await newestJob(page)
    if (fits(job)) return job
    const isOver = (['done', 'failed'] as readonly JobState[]).includes(job.state)
    if (isOver || performance.now() - startedMs > limitMs) {
      throw new Error(`the job did not come to what was expected of it: ${JSON.stringify(job)}`)
    }
    await page.waitForTimeout(50)
  }
}

/** Half-way: some maps are committed and much is left to do. */
export const isHalfWay = ({ state, fraction }: JobStatus): boolean =>
  state === 'running' && fraction > 0.2 && fraction < 0.8
