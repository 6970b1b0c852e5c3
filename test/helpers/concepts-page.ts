/** Steps of a user in the Concepts tab of a page with a fake bridge. */
import type { Page } from 'playwright-core'
import { jobStatus } from './job-status.ts'

/** What main tells of the run over the layers. */
export const tellJob = (page: Page, changes: Parameters<typeof jobStatus>[0]) =>
  page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: 'job-concepts', kind: 'concepts', ...changes })
  )
/** The newest request of a call. */
export const requestOf = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.fakeBridge.calls.findLast((call) => call.name === wanted)?.request,
    name
  )

/** From the side bar to the drift of the first stored result. */
export async function openConcepts(page: Page) {
  await page.getByRole('tab', { name: 'Concepts' }).click()
  await page
    .getByRole('button', { name: /Concepts of base and tuned/ })
    .first()
    .click()
  await page.getByText('Signs of failure').waitFor()
}
export const tableOf = (page: Page) => page.getByRole('grid', { name: /^Concepts of layer/ })
export const detailOf = (page: Page) => page.getByRole('article', { name: 'The chosen concept' })
export const savedFiles = (page: Page) =>
  page.evaluate(() =>
    window.fakeBridge.calls
      .filter(({ name }) => name === 'picture/save' || name === 'result/export')
      .map(({ request }) => request as { format: string; bytes?: Uint8Array })
  )
