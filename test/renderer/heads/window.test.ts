/** The Heads tab in a browser, with the real policy and a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestOf } from '../../helpers/concepts-page.ts'
import {
  gridOf,
  headOf,
  headTable,
  openAttention,
  openHeads,
  showPage,
  tellHeadsJob
} from '../../helpers/heads-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

describe.skipIf(!hasChromium)('the Heads tab', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('compares the sample pair with one click, draws layers as they come, then all', async () => {
    const { page, complaints, seriousFindings, close } = await pages.open({
      nResults: 1,
      heads: {}
    })
    await page.getByRole('tab', { name: 'Heads' }).click()
    await page.getByRole('button', { name: 'Compare the sample pair' }).click()
    await tellHeadsJob(page, { state: 'running', phase: 'layer 0', unitsDone: 0 })
    await page.locator('.view').getByText('layer 0').waitFor()
    expect(await requestOf(page, 'heads/start')).toMatchObject({
      base: 'base',
      tuned: 'tuned',
      words: null,
      similarity: null,
      settings: { layers: null, nTop: 100, nShuffles: 3 }
    })
    await tellHeadsJob(page, { state: 'running', unitsDone: 5 })
    await page.getByText('Partial: still being computed').waitFor()
    expect(await gridOf(page).getAttribute('aria-rowcount')).toBe('8')
    await page.getByText(/of 30 heads gained or lost relations/).waitFor()
    await tellHeadsJob(page, { state: 'done', resultId: 'result-0' })
    await page.getByText(/of 48 heads gained or lost relations/).waitFor()
    expect(await page.getByText(/^Partial/).count()).toBe(0)
    expect(await seriousFindings()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding on any page, %s',
    async (colorScheme) => {
      const { page, complaints, seriousFindings, close } = await pages.open(
        { nResults: 2, hasPair: true, heads: { limits: ['Layer 7 is in the base only.'] } },
        { colorScheme }
      )
      const check = async (where: string) => {
        expect(await seriousFindings(), where).toEqual([])
        const fits = await page.evaluate(
          () =>
            document.body.scrollWidth <= window.innerWidth &&
            [...document.querySelectorAll('.view *')].every(
              (element) =>
                !['auto', 'scroll'].includes(getComputedStyle(element).overflowX) ||
                element.scrollWidth <= element.clientWidth
            )
        )
        expect(fits, `${where} scrolls sideways`).toBe(true)
      }
      await page.getByRole('tab', { name: 'Heads' }).click()
      await page.getByText('Which words each attention head relates').waitFor()
      await page.getByRole('radio', { name: 'Range' }).check({ force: true })
      await check('options')
      await openHeads(page)
      await page.getByText('Layer 7 is in the base only.').waitFor()
      await check('grid')
      await headTable(page).focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByRole('grid', { name: /^Relations of layer/ }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByRole('region', { name: /^Neuron pairs of/ }).waitFor()
      await check('head')
      await page.getByText('By dimension').click()
      await page.getByRole('grid', { name: 'Dimensions of the head' }).focus()
      await page.keyboard.press('ArrowDown')
      await check('dimensions')
      await showPage(page, 'Verbs')
      await page.getByText(/^Instruction verbs went up in/).waitFor()
      await check('verbs')
      await page.getByRole('button', { name: 'Verb lists…' }).click()
      await page.getByRole('textbox', { name: 'Instruction verbs' }).waitFor()
      await check('verb lists')
      await page.keyboard.press('Escape')
      await showPage(page, 'Words')
      await page.getByLabel('Word to find').fill('write')
      await page.getByRole('grid', { name: 'Heads with the word' }).waitFor()
      await check('words')
      await openAttention(page)
      await page.getByRole('button', { name: 'New run' }).click()
      await check('attention')
      expect(complaints).toEqual([])
      await close()
    },
    120_000
  )

  it('takes layers, word list, similarity and words a side, and shows the cost first', async () => {
    const { page, close } = await pages.open({ hasPair: true, heads: {} })
    await page.getByRole('tab', { name: 'Heads' }).click()
    await page.getByText('96 heads').waitFor()
    await page.getByRole('radio', { name: 'Range' }).check({ force: true })
    await page.getByRole('spinbutton', { name: 'Last layer' }).fill('9')
    await page.getByText('The range ends at layer 9, but the last layer is 7.').waitFor()
    expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('spinbutton', { name: 'Last layer' }).fill('3')
    await page.getByRole('spinbutton', { name: 'First layer' }).fill('2')
    await page.getByLabel('Words a side K').fill('50')
    await page.getByRole('button', { name: 'Words from a file…' }).click()
    await page.getByText('frequent-words.tsv').waitFor()
    await page.getByRole('button', { name: 'Similarity from a file…' }).click()
    await page.getByText('glove.6B.100d.txt').waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect
      .poll(() => requestOf(page, 'heads/start'))
      .toMatchObject({
        words: 'words',
        similarity: 'vectors',
        settings: { layers: [2, 3], nTop: 50 }
      })
    await close()
  })

  it('a single model has relations and words, and nothing to compare', async () => {
    const { page, complaints, close } = await pages.open({
      nResults: 2,
      heads: { roles: ['tuned'] }
    })
    await openHeads(page)
    await page.getByText('48 heads of one model: nothing to compare.').waitFor()
    expect(await page.getByRole('radio', { name: 'Verbs' }).count()).toBe(0)
    await headTable(page).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await headOf(page).getByRole('grid').waitFor()
    expect(await headOf(page).getByRole('columnheader', { name: 'Change' }).count()).toBe(0)
    await showPage(page, 'Words')
    await page.getByLabel('Word to find').fill('write')
    await page.getByText(/“write”: relations in/).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says plainly that nothing changed anywhere', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: { isSame: true } })
    await openHeads(page)
    await page.getByText('No change: 48 heads compared, with the same relations').waitFor()
    await showPage(page, 'Verbs')
    await page.getByText('No verb of either list gained or lost relations in any head.').waitFor()
    await close()
  })

  it('says that a result is not of the open pair', async () => {
    const stale = await pages.open({ nResults: 1, hasPair: true, heads: { nHeads: 4 } })
    await openHeads(stale.page)
    await stale.page.getByText('Not of the open pair').waitFor()
    await stale.close()
    const same = await pages.open({ nResults: 1, hasPair: true, heads: {} })
    await openHeads(same.page)
    expect(await same.page.getByText('Not of the open pair').count()).toBe(0)
    await same.close()
  })

  it('opens heads and attention from the library, without any checkpoint', async () => {
    const { page, close } = await pages.open({ nResults: 2, heads: {} })
    for (const [row, kind, shown] of [
      [1, 'Heads', 'Heads by layer'],
      [2, 'Attention', 'Attention of the base model']
    ] as const) {
      await page.getByRole('tab', { name: 'Library' }).click()
      await page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(row).click()
      const article = page.getByRole('article', { name: 'Details of the chosen result' })
      await article.getByText(new RegExp(`^${kind}, `)).waitFor()
      await article.getByRole('button', { name: 'Open' }).click()
      await page.getByRole('grid', { name: shown }).waitFor()
      expect(await page.getByRole('tab', { name: 'Heads' }).getAttribute('aria-selected')).toBe(
        'true'
      )
    }
    await close()
  })

  it('shows hostile words as text', async () => {
    const firstWords = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', '\u001b[31m', '=1+1']
    const { page, complaints, close } = await pages.open({
      nResults: 1,
      heads: { firstWords, nLayers: 2, nHeads: 2 }
    })
    await openHeads(page)
    await showPage(page, 'Words')
    await page.getByLabel('Words that contain').fill('gnp')
    await page.getByRole('gridcell', { name: '\\u{202E}gnp.exe' }).waitFor()
    await page.getByLabel('Words that contain').fill('img')
    await page.getByRole('gridcell', { name: '<img src=x onerror=alert(1)>' }).click()
    await page.getByText('“<img src=x onerror=alert(1)>”: relations in').waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('a layer that cannot be read is an error with its reason', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      heads: {},
      failures: { 'heads/layer': { code: 'store/unavailable', message: 'layer/7: damaged' } }
    })
    await openHeads(page)
    await headTable(page).getByRole('row').nth(1).click()
    await page.getByText('layer/7: damaged').waitFor()
    await close()
  })
})
