/** Steps of a user in the Heads tab of a page with a fake bridge. */
import type { Page } from 'playwright-core'
import { jobStatus } from './job-status.ts'

/** What main tells of a run over the heads, or over a prompt. */
export const tellHeadsJob = (
  page: Page,
  changes: Parameters<typeof jobStatus>[0],
  kind: 'heads' | 'attention' = 'heads'
) =>
  page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: `job-${kind}`, kind, ...changes })
  )

/** From the side bar to the grid of the stored heads result. */
export async function openHeads(page: Page) {
  await page.getByRole('tab', { name: 'Heads' }).click()
  await page.getByRole('button', { name: /^Heads of base and tuned/ }).click()
  await gridOf(page).waitFor()
}

/** From the side bar to the stored attention result. */
export async function openAttention(page: Page) {
  await page.getByRole('button', { name: /^Attention of base and tuned/ }).click()
  await page.getByRole('grid', { name: 'Attention of the base model' }).waitFor()
}

export const gridOf = (page: Page) => page.getByRole('grid', { name: 'Heads by layer' })
export const headTable = (page: Page) => page.getByRole('grid', { name: 'Heads', exact: true })
export const headOf = (page: Page) => page.getByRole('article', { name: 'The chosen head' })
export const showPage = (page: Page, name: string) =>
  page
    .getByRole('radiogroup', { name: 'Page' })
    .getByRole('radio', { name, exact: true })
    .check({ force: true })
