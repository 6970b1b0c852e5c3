/** Steps of a user in the Studies tab of a page with a fake bridge. */
import type { Page } from 'playwright-core'
import { jobStatus } from './job-status.ts'

/** What main tells of a study that runs. */
export const tellStudyJob = (
  page: Page,
  changes: Parameters<typeof jobStatus>[0],
  kind: 'study' | 'study-import' = 'study'
) =>
  page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: 'job-study', kind, ...changes })
  )

/** From the side bar to the tables of the stored study. */
export async function openStudy(page: Page) {
  await page.getByRole('tab', { name: 'Studies' }).click()
  await page.getByRole('button', { name: /^Study of cases\.jsonl/ }).click()
  await pageBar(page).waitFor()
}

/** From the empty tab to the set-up with the bundled data set. */
export async function openSetup(page: Page) {
  await page.getByRole('tab', { name: 'Studies' }).click()
  await page.getByRole('button', { name: 'Use the bundled set' }).click()
  await page.getByRole('region', { name: 'Columns' }).waitFor()
}

export const pageBar = (page: Page) => page.getByRole('radiogroup', { name: 'Page' })
export const caseTable = (page: Page) => page.getByRole('grid', { name: 'Cases', exact: true })
export const caseView = (page: Page) => page.getByRole('article', { name: 'The chosen case' })
export const mapOf = (page: Page, role: 'base' | 'tuned') =>
  page.getByRole('grid', { name: `Map of the ${role} model, prompt by response` })
export const runButton = (page: Page) => page.getByRole('button', { name: 'Run the study' })

export const showStudyPage = (page: Page, name: string) =>
  pageBar(page).getByRole('radio', { name, exact: true }).check({ force: true })

/** Every request of a call, oldest first. */
export const requestsOf = (page: Page, name: string) =>
  page.evaluate(
    (wanted) =>
      window.fakeBridge.calls.filter((call) => call.name === wanted).map(({ request }) => request),
    name
  )
