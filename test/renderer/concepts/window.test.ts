/** The Concepts tab in a browser, with the real policy and a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detailOf, openConcepts, requestOf, tableOf, tellJob } from '../../helpers/concepts-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

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

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding on any page, %s',
    async (colorScheme) => {
      const { page, complaints, seriousFindings, close } = await pages.open(
        { nResults: 1, hasPair: true, concepts: { limits: ['Layer 11 is in the base only.'] } },
        { colorScheme }
      )
      await page.getByRole('tab', { name: 'Concepts' }).click()
      await page.getByText('Weights only').waitFor()
      await page.getByText('Range', { exact: true }).click()
      expect(await seriousFindings()).toEqual([])
      await openConcepts(page)
      await page.getByText('Layer 11 is in the base only.').waitFor()
      await page.getByRole('button', { name: 'Layer 8' }).click()
      await tableOf(page).focus()
      await page.keyboard.press('ArrowDown')
      await detailOf(page).waitFor()
      expect(await seriousFindings()).toEqual([])
      await page.getByRole('button', { name: 'Change the label, base' }).click()
      expect(await seriousFindings()).toEqual([])
      await page.getByText('Shares', { exact: true }).click()
      await page.getByText('All labels').click()
      expect(await seriousFindings()).toEqual([])
      await page.getByRole('button', { name: /Label with a language model/ }).click()
      await page.getByLabel('Endpoint').fill('http://models.example/v1')
      expect(await seriousFindings()).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByText('Word search').click()
      await page.getByLabel('Word to find').fill('sign')
      await page.getByRole('option').first().waitFor()
      expect(await seriousFindings()).toEqual([])
      await page.keyboard.press('Enter')
      await page.getByRole('grid', { name: 'Words by layer and model' }).waitFor()
      expect(await seriousFindings()).toEqual([])
      expect(await page.evaluate(() => document.body.scrollWidth <= window.innerWidth)).toBe(true)
      expect(complaints).toEqual([])
      await close()
    },
    120_000
  )

  it('takes range, directions, threshold and word list, and shows the cost first', async () => {
    const { page, close } = await pages.open({ hasPair: true, concepts: {} })
    await page.getByRole('tab', { name: 'Concepts' }).click()
    await page.getByText('18\u2009204 words').waitFor()
    await page.getByText('Range', { exact: true }).click()
    await page.getByLabel('Last layer').fill('9')
    await page.getByText('The range ends at layer 9, but the last layer is 7.').waitFor()
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
    await page.getByLabel('Last layer').fill('3')
    await page.getByLabel('First layer').fill('2')
    await page.getByLabel('Directions R').fill('64')
    await page.getByLabel('Partner from').fill('0.7')
    await page.getByRole('button', { name: 'List…' }).click()
    await page.getByText('frequent-words.tsv').waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect
      .poll(() => requestOf(page, 'concepts/start'))
      .toMatchObject({
        words: 'words',
        settings: { layers: [2, 3], nDirections: 64, partnerThreshold: 0.7 }
      })
    await close()
  })

  it('a single model has words, shares and coherence, and nothing to compare', async () => {
    const { page, complaints, close } = await pages.open({
      nResults: 1,
      concepts: { roles: ['tuned'] }
    })
    await openConcepts(page)
    expect(await page.getByText('Rotation', { exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: 'Layer 6' }).click()
    await tableOf(page).focus()
    await page.keyboard.press('ArrowDown')
    await detailOf(page).getByRole('heading', { name: 'tuned 1' }).waitFor()
    expect(await page.getByRole('columnheader', { name: 'Angle°' }).count()).toBe(0)
    await page.getByText('Shares', { exact: true }).click()
    await page.getByText(/^Morphology\. Tuned: earlier layers/).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says that a result is not of the open pair', async () => {
    const stale = await pages.open({ nResults: 1, hasPair: true, concepts: { nLayers: 12 } })
    await openConcepts(stale.page)
    await stale.page.getByText('Not of the open pair').waitFor()
    await stale.close()
    const same = await pages.open({ nResults: 1, hasPair: true, concepts: { nLayers: 8 } })
    await openConcepts(same.page)
    expect(await same.page.getByText('Not of the open pair').count()).toBe(0)
    await same.close()
  })

  it('opens from the library, which shows what it is of', async () => {
    const { page, close } = await pages.open({ nResults: 2, concepts: {} })
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.getByRole('row').nth(1).click()
    const article = page.getByRole('article', { name: 'Details of the chosen result' })
    await article.getByText(/^Concepts, /).waitFor()
    expect(await article.getByText('Prompt', { exact: true }).count()).toBe(0)
    await article.getByRole('button', { name: 'Open' }).click()
    await page.getByText('Signs of failure').waitFor()
    expect(await page.getByRole('tab', { name: 'Concepts' }).getAttribute('aria-selected')).toBe(
      'true'
    )
    await close()
  })

  it('shows hostile words as text', async () => {
    const firstWords = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', '\u001b[31m', '\u200b']
    const { page, complaints, close } = await pages.open({
      nResults: 1,
      concepts: { firstWords, nDirections: 12 }
    })
    await openConcepts(page)
    await page.getByText('Word search').click()
    await page.getByLabel('Word to find').fill('gnp')
    await page.getByRole('option', { name: '\\u{202E}gnp.exe' }).waitFor()
    await page.getByLabel('Word to find').fill('img')
    await page.getByRole('option', { name: '<img src=x onerror=alert(1)>' }).click()
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('a layer that cannot be read is an error with its reason', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      concepts: {},
      failures: { 'concepts/layer': { code: 'store/unavailable', message: 'layer/4: damaged' } }
    })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 4' }).click()
    await page.getByText('layer/4: damaged').waitFor()
    await close()
  })
})
