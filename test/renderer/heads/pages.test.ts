/** The pages of a heads result in a browser with a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestOf, savedFiles } from '../../helpers/concepts-page.ts'
import {
  gridOf,
  headOf,
  headTable,
  openAttention,
  openHeads,
  showPage
} from '../../helpers/heads-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

describe.skipIf(!hasChromium)('the pages of a heads result', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('goes over the grid to a head, its relation and the pairs behind it by keyboard alone', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: {} })
    await openHeads(page)
    const cell = gridOf(page).getByRole('gridcell')
    await cell.focus()
    expect(await cell.getAttribute('aria-label')).toMatch(/^Layer 0, head 0: Change, 1 − Jaccard/)
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('ArrowRight')
    expect(await cell.getAttribute('aria-label')).toMatch(/^Layer 7, head 1:/)
    await page.keyboard.press('Enter')
    await headOf(page).getByRole('heading', { name: 'Layer 7, head 1' }).waitFor()
    expect(await cell.getAttribute('aria-selected')).toBe('true')
    await page.getByRole('grid', { name: 'Relations of layer 7, head 1' }).focus()
    await page.keyboard.press('Home')
    await page.getByRole('region', { name: /^Neuron pairs of/ }).waitFor()
    expect(await requestOf(page, 'heads/layer')).toMatchObject({ layer: 7 })
    await close()
  })

  it('a click into the grid opens the head, and heads left out do not open', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: { nLayers: 4, nHeads: 4 } })
    await openHeads(page)
    const box = (await gridOf(page).boundingBox())!
    // Head 3 of layer 0 is at chance: its cell is the last of the first row.
    const at = { x: box.x + box.width - 12, y: box.y + 30 }
    await page.mouse.click(at.x, at.y)
    await headOf(page).getByRole('heading', { name: 'Layer 0, head 3' }).waitFor()
    await headOf(page).getByText('at chance', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'All heads' }).click()
    await page.getByLabel('Leave out heads at chance').check()
    await page.mouse.click(at.x, at.y)
    expect(await headOf(page).count()).toBe(0)
    expect(await headTable(page).getAttribute('aria-rowcount')).toBe('13')
    await close()
  })

  it('shows another number of the heads, with its legend', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: {} })
    await openHeads(page)
    await page.getByText('1 − Jaccard · ▪ at chance').waitFor()
    await page.getByLabel('Show').selectOption({ label: 'Gained − lost' })
    await page.getByText('relations, gained − lost · ▪ at chance').waitFor()
    await page.getByLabel('Show').selectOption({ label: 'Pairs against chance, base' })
    await page.getByText('log2 of the base’s pairs over chance', { exact: true }).waitFor()
    await close()
  })

  it('sorts and filters the relations of a head', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: {} })
    await openHeads(page)
    await headTable(page).getByRole('row').nth(2).click()
    const bar = page.getByRole('search', { name: 'Relations of the head' })
    await expect.poll(() => bar.getByRole('status').innerText()).toMatch(/^\d+ relations$/)
    await bar.getByLabel('Change of the relation').selectOption('gained')
    await expect.poll(() => bar.getByRole('status').innerText()).toMatch(/^\d+ of \d+$/)
    const table = headOf(page).getByRole('grid')
    const cells = await table.locator('[role=gridcell]:nth-child(2)').allInnerTexts()
    expect(new Set(cells)).toEqual(new Set(['+ gained']))
    await table.getByRole('button', { name: 'Relation' }).click()
    const pairs = await table.locator('[role=gridcell]:nth-child(1)').allInnerTexts()
    expect(pairs).toEqual(pairs.toSorted())
    await bar.getByLabel('Words of the relation').fill('no such word')
    await expect.poll(() => bar.getByRole('status').innerText()).toMatch(/^0 of/)
    await close()
  })

  it('compares verbs with own lists, in place or from a file, and says what is not in the list', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: {} })
    await openHeads(page)
    await showPage(page, 'Verbs')
    await page.getByText(/^Instruction verbs went up in/).waitFor()
    expect(await page.getByRole('table').getByRole('row').count()).toBe(6)
    await page.getByRole('button', { name: 'Verb lists…' }).click()
    await page.getByRole('button', { name: 'From a file…' }).click()
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Instruction verbs' }).inputValue())
      .toBe('write xyzzy')
    await page.getByText('1 blank line was left out').waitFor()
    await page.getByRole('textbox', { name: 'General verbs' }).fill('be, see, do, know')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByText('1 of 2 instruction verbs are not in the word list.').click()
    await page.getByText('xyzzy').waitFor()
    await page.getByRole('button', { name: 'Take the paper’s again' }).click()
    await page.getByText('17 of 38 instruction verbs are not in the word list.').waitFor()
    await close()
  })

  it('finds a word and a pair over all heads, and opens the head there', async () => {
    const { page, close } = await pages.open({ nResults: 1, heads: {} })
    await openHeads(page)
    await showPage(page, 'Words')
    const words = page.getByRole('grid', { name: 'Words that changed' })
    await words.getByRole('button', { name: 'Up-share' }).click()
    await words.getByRole('row').nth(1).click()
    const word = await page.getByLabel('Word to find').inputValue()
    await page.getByText(`“${word}”: relations in`).waitFor()
    await page.getByRole('radio', { name: 'Difference' }).check({ force: true })
    await page.getByText('relations with the word, tuned − base').waitFor()
    await page.getByLabel('Second word of the pair').fill('xyzzy')
    await page.getByText('Not in the word list: xyzzy.').waitFor()
    await page.getByLabel('Second word of the pair').fill(word)
    await page.getByText(`No head relates “${word}” with “${word}”`).waitFor()
    expect(await page.getByRole('grid', { name: 'Heads with the word' }).count()).toBe(0)
    await page.getByLabel('Second word of the pair').fill('')
    const found = page.getByRole('grid', { name: 'Heads found' })
    const [layer, head] = await found
      .locator('[role=rowgroup] [role=row]')
      .first()
      .getByRole('gridcell')
      .allInnerTexts()
    await found.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await headOf(page)
      .getByRole('heading', { name: `Layer ${layer}, head ${head}` })
      .waitFor()
    expect(await page.getByLabel('Words of the relation').inputValue()).toBe(word)
    await close()
  })

  it('computes the attention of a prompt and shows it beside the relations', async () => {
    const { page, close } = await pages.open({ nResults: 2, hasPair: true, heads: {} })
    await openHeads(page)
    await showPage(page, 'Attention patterns')
    const start = page.getByRole('button', { name: 'Compute attention' })
    expect(await start.isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('Give me two.')
    await start.click()
    await expect
      .poll(() => requestOf(page, 'attention/start'))
      .toMatchObject({ base: 'base', tuned: 'tuned', settings: { prompt: 'Give me two.' } })
    await openAttention(page)
    expect(await page.getByRole('grid', { name: /^Attention of/ }).count()).toBe(2)
    await page.getByRole('combobox', { name: 'Layer' }).selectOption('5')
    await page.getByRole('combobox', { name: 'Head' }).selectOption('4')
    await page.getByRole('grid', { name: 'Relations of layer 5, head 4' }).waitFor()
    await expect.poll(() => requestOf(page, 'attention/layer')).toMatchObject({ layer: 5 })
    const grid = page.getByRole('grid', { name: 'Attention of the base model' })
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('8')
    await page.getByLabel('Hide the first token').check()
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('7')
    await page.getByRole('radio', { name: 'Difference' }).check({ force: true })
    await page.getByRole('grid', { name: 'Difference of attention, tuned minus base' }).waitFor()
    await close()
  })

  it('takes the prompt of the Attribution tab', async () => {
    const { page, close } = await pages.open({ hasPair: true, heads: {} })
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Say it again.')
    await page.getByRole('tab', { name: 'Heads' }).click()
    await showPage(page, 'Attention patterns')
    expect(await page.getByRole('textbox', { name: 'Prompt', exact: true }).inputValue()).toBe(
      'Say it again.'
    )
    await close()
  })

  it('saves pictures, tables and the result from every page', async () => {
    const { page, complaints, close } = await pages.open({ nResults: 2, heads: {} })
    await openHeads(page)
    const save = async (name: string) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name }).click()
      await page.getByText('Saved as').last().waitFor()
    }
    await headTable(page).getByRole('row').nth(1).click()
    const whole = ['Picture as PNG', 'Picture as SVG', 'Heads as CSV', /^Relations of .* as CSV/]
    for (const name of whole) await save(name as string)
    await save('Result as JSON')
    await showPage(page, 'Verbs')
    for (const name of ['Picture as PNG', 'Verbs and tests as CSV', 'Shares of verbs as CSV']) {
      await save(name)
    }
    await showPage(page, 'Words')
    await page.getByLabel('Word to find').fill('write')
    for (const name of ['Picture as PNG', 'Words as CSV', 'Heads found as CSV']) await save(name)
    await openAttention(page)
    for (const name of ['Picture as PNG', 'Attention as CSV', 'Result as JSON']) await save(name)
    await expect.poll(async () => (await savedFiles(page)).length).toBe(14)
    for (const { format, bytes } of await savedFiles(page)) {
      // A PNG is drawn from its SVG, which a browser refuses unless it is well-formed.
      if (format === 'png') expect([...bytes!.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
      if (format === 'png') expect(bytes!.length).toBeGreaterThan(8_000)
      if (format === 'csv') expect(new TextDecoder().decode(bytes).length).toBeGreaterThan(50)
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('draws, filters and opens 32 x 32 heads at once, and prints how fast', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      heads: { nLayers: 32, nHeads: 32, nRelations: 200 }
    })
    await openHeads(page)
    const { metricMs, filterMs, sortMs, openMs, drawMs } = await page.evaluate(async () => {
      const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]!
      /** From the event to the frame that shows its effect. */
      const time = async (act: () => void) => {
        const times: number[] = []
        for (let i = 0; i < 5; i++) {
          const start = performance.now()
          act()
          await new Promise(requestAnimationFrame)
          times.push(performance.now() - start)
        }
        return median(times)
      }
      const draws: number[] = []
      document.addEventListener('matrixframe', (event) => {
        draws.push((event as CustomEvent<{ drawMs: number }>).detail.drawMs)
      })
      const select = [...document.querySelectorAll('select')].find(
        ({ value }) => value === 'change'
      )!
      let n = 0
      const metricMs = await time(() => {
        select.value = ['kept', 'change'][n++ % 2]!
        select.dispatchEvent(new Event('change', { bubbles: true }))
      })
      const chance = document.querySelector<HTMLInputElement>('.finding input')!
      const filterMs = await time(() => chance.click())
      const table = document.querySelector('[role=grid][aria-label="Heads"]')!
      const header = table.querySelector<HTMLElement>('[role=columnheader]:nth-child(4) button')!
      const sortMs = await time(() => header.click())
      const start = performance.now()
      table.querySelector<HTMLElement>('[role=rowgroup] [role=row]')!.click()
      while (!document.querySelector('article [role=rowgroup] [role=row]')) {
        await new Promise(requestAnimationFrame)
      }
      const openMs = performance.now() - start
      return { metricMs, filterMs, sortMs, openMs, drawMs: Math.max(...draws) }
    })
    const words = Object.entries({ metricMs, filterMs, sortMs, openMs, drawMs })
    console.log(
      `32 x 32: ${words.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ')} (wanted 100, open 200)`
    )
    // A busy machine must not fail the test; work that is done again for every head does.
    expect(Math.max(metricMs, filterMs, sortMs, drawMs)).toBeLessThan(1_000)
    expect(openMs).toBeLessThan(2_000)
    await close()
  }, 60_000)
})
