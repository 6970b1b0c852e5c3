/** The Concepts tab in a browser, with the real policy and a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { jobStatus } from '../../helpers/job-status.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

const tellJob = (page: Page, changes: Parameters<typeof jobStatus>[0]) =>
  page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: 'job-concepts', kind: 'concepts', ...changes })
  )
const requestOf = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.fakeBridge.calls.findLast((call) => call.name === wanted)?.request,
    name
  )

describe.skipIf(!hasChromium)('the Concepts tab', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('compares the sample pair with one click, draws layers as they come, then all', async () => {
    const { page, complaints, seriousFindings, close } = await pages.open({
      nResults: 1,
      concepts: {}
    })
    await page.getByRole('tab', { name: 'Concepts' }).click()
    await page.getByRole('button', { name: 'Compare the sample pair' }).click()
    await tellJob(page, { state: 'running', phase: 'layer 0', unitsDone: 0 })
    await page.locator('.view').getByText('layer 0').waitFor()
    expect(await requestOf(page, 'concepts/start')).toMatchObject({
      base: 'base',
      tuned: 'tuned',
      words: null,
      settings: { layers: null, nDirections: 300, partnerThreshold: 0.5 }
    })
    await tellJob(page, { state: 'running', unitsDone: 5 })
    await page.getByText('Partial: still being computed').waitFor()
    expect(await page.getByRole('button', { name: 'Layer 5' }).getAttribute('aria-disabled')).toBe(
      'true'
    )
    await tellJob(page, { state: 'done', resultId: 'result-0' })
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
    await page.getByText('No readable concepts in layers 0–1 of the tuned model').waitFor()
    expect(await page.getByRole('img').count()).toBe(10)
    expect(await seriousFindings()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
