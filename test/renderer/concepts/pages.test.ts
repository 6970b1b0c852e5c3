/** The pages of a concepts result in a browser with a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  detailOf,
  openConcepts,
  requestOf,
  savedFiles,
  tableOf
} from '../../helpers/concepts-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

describe.skipIf(!hasChromium)('the pages of a concepts result', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('goes from the depth into a layer and to a concept by keyboard alone', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 0' }).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: 'Concepts of layer 10' }).focus()
    await page.keyboard.press('End')
    await detailOf(page).getByRole('heading', { name: 'base 40' }).waitFor()
    await page.keyboard.press('Home')
    await detailOf(page).getByRole('heading', { name: 'base 1 ' }).waitFor()
    expect(await detailOf(page).innerText()).toMatch(/\d+ lost, \d+ gained\./)
    await close()
  })

  it('a click into a chart opens the layer below it', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    const chart = page.getByRole('img', { name: /^Rotation/ })
    const box = (await chart.boundingBox())!
    await page.mouse.click(box.x + box.width - 20, box.y + box.height / 2)
    await page.getByRole('grid', { name: 'Concepts of layer 11' }).waitFor()
    await close()
  })

  it('sorts and filters the concepts of a layer', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 11' }).click()
    const count = page.getByRole('search', { name: 'Concepts of the layer' }).getByRole('status')
    await expect.poll(() => count.innerText()).toContain('40 concepts')
    await page.getByRole('button', { name: 'Angle°' }).click()
    expect(await page.getByRole('columnheader', { name: 'Angle°' }).getAttribute('aria-sort')).toBe(
      'descending'
    )
    const angles = () =>
      tableOf(page)
        .locator('[role=row] [role=gridcell]:nth-child(6) .line:first-child')
        .allInnerTexts()
    const shown = (await angles()).map(Number)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    await page.getByLabel('Words or labels').fill('morphology')
    await expect.poll(() => count.innerText()).toMatch(/^\d+ of 40$/)
    await page.getByLabel('Words or labels').fill('no such word')
    await expect.poll(() => count.innerText()).toBe('0 of 40')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => count.innerText()).toContain('40 concepts')
    await close()
  })

  it('changes a label in place, tells its history, and withdraws it', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 9' }).click()
    await tableOf(page).focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('button', { name: 'Change the label, tuned' }).click()
    await page.getByLabel('Description').fill('verbs of motion')
    await page
      .getByRole('form', { name: 'Label of the tuned concept' })
      .getByLabel('Level')
      .selectOption('semantics')
    await page.getByRole('checkbox', { name: 'coding' }).check()
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const block = page.getByRole('region', { name: 'Label, tuned' })
    await block.getByText('by hand, Ada', { exact: true }).waitFor()
    expect(await requestOf(page, 'concepts/set-label')).toMatchObject({
      layer: 9,
      role: 'tuned',
      direction: 0,
      author: 'Ada',
      label: { description: 'verbs of motion', level: 'semantics' }
    })
    await page.getByRole('button', { name: 'Change the label, tuned' }).click()
    await page.getByRole('button', { name: 'Withdraw the label' }).click()
    await block.getByText('by lexical rules', { exact: true }).waitFor()
    await block.getByText('History (4)').click()
    expect(await block.innerText()).toMatch(/withdrawn \(by hand, Ada\)[\s\S]*verbs of motion/)
    await close()
  })

  it('leaves a label as it is on Escape in any field, and keeps it on Ctrl+Enter in the note', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 9' }).click()
    await tableOf(page).focus()
    await page.keyboard.press('ArrowDown')
    const form = page.getByRole('form', { name: 'Label of the tuned concept' })
    for (const field of ['Description', 'Level', 'coding', 'Note', 'Your name']) {
      await page.getByRole('button', { name: 'Change the label, tuned' }).click()
      await form.getByLabel('Description').fill('not to be kept')
      await form.getByLabel(field).press('Escape')
      await form.waitFor({ state: 'detached' })
    }
    expect(await requestOf(page, 'concepts/set-label')).toBeUndefined()
    await page.getByRole('button', { name: 'Change the label, tuned' }).click()
    await form.getByLabel('Note').fill('seen in use')
    await form.getByLabel('Note').press('Control+Enter')
    await form.waitFor({ state: 'detached' })
    expect(await requestOf(page, 'concepts/set-label')).toMatchObject({ note: 'seen in use' })
    await close()
  })

  it('shows shares of morphology first, and of other labels and annotators when asked', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: { nDirections: 60 } })
    await openConcepts(page)
    await page.getByText('Shares', { exact: true }).click()
    await page.getByText(/^Morphology\. Last quarter of the layers \(from 9\): base/).waitFor()
    const rows = page.getByRole('table').getByRole('row')
    expect(await rows.count()).toBe(10)
    await page.getByText('coding', { exact: true }).click()
    await page.getByText(/^Coding\. Last quarter/).waitFor()
    await page
      .getByRole('combobox', { name: 'Labels' })
      .selectOption({ label: 'mistral-7b at 127.0.0.1:8080' })
    await page.getByText('Tests compare the runs’ shares.').waitFor()
    await page.getByText(/concepts have no label by this annotator/).waitFor()
    await page.getByText('All labels').click()
    expect(await rows.count()).toBe(91)
    await close()
  })

  it('sends words to a language model only after endpoint, cost and an explicit send', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByText('Shares', { exact: true }).click()
    await page.getByRole('button', { name: /Label with a language model/ }).click()
    const send = page.getByRole('button', { name: 'Send', exact: true })
    expect(await send.isDisabled()).toBe(true)
    await page.getByText('Name the endpoint: nothing is sent before.').waitFor()
    expect(await requestOf(page, 'annotation/plan')).toBeUndefined()
    await page.getByLabel('Endpoint').fill('http://models.example:8080/v1')
    await page.getByLabel('Model', { exact: true }).fill('mistral')
    await page.getByLabel('Key').fill('secret')
    await page.getByText('is not encrypted').waitFor()
    await page.getByText('480 concepts').waitFor()
    expect(JSON.stringify(await requestOf(page, 'annotation/plan'))).not.toContain('secret')
    expect(await requestOf(page, 'annotation/start')).toBeUndefined()
    await send.click()
    await expect
      .poll(() => requestOf(page, 'annotation/start'))
      .toMatchObject({ resultId: 'result-0', key: 'secret', settings: { model: 'mistral' } })
    await close()
  })

  it('finds a word in all layers and opens the concept where it stands', async () => {
    const { page, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    await page.getByText('Word search').click()
    await page.getByLabel('Word to find').fill('sign')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('listitem').filter({ hasText: 'signs' }).waitFor()
    const grid = page.getByRole('grid', { name: 'Words by layer and model' })
    const cell = grid.getByRole('button', { name: /rank \d+ score/ }).first()
    const told = await cell.getAttribute('aria-label')
    const [, layer, role, concept] = /layer (\d+), (\w+): concept (\d+)/.exec(told!)!
    await cell.click()
    await page.getByRole('grid', { name: `Concepts of layer ${layer}` }).waitFor()
    await detailOf(page)
      .getByRole('heading', { name: `${role} ${concept}` })
      .waitFor()
    await close()
  })

  it('saves charts, tables and the result from every page', async () => {
    const { page, complaints, close } = await pages.open({ nResults: 1, concepts: {} })
    await openConcepts(page)
    const save = async (name: string) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name }).click()
      await page.getByText('Saved as').last().waitFor()
    }
    for (const name of ['Charts as PNG', 'Charts as SVG', 'Table as CSV', 'Result as JSON']) {
      await save(name)
    }
    await page.getByRole('button', { name: 'Save the chart Rotation' }).click()
    await page.getByRole('menuitem', { name: 'Picture as PNG' }).click()
    await page.getByRole('button', { name: 'Layer 5' }).click()
    await tableOf(page).waitFor()
    await save('Table as CSV')
    await page.getByText('Shares', { exact: true }).click()
    await save('Charts as PNG')
    await save('Table as CSV')
    await page.getByText('Word search').click()
    await page.getByLabel('Word to find').fill('sign')
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: 'Words by layer and model' }).waitFor()
    await save('Charts as PNG')
    await save('Table as CSV')
    await expect.poll(async () => (await savedFiles(page)).length).toBe(10)
    const files = await savedFiles(page)
    expect(files.map(({ format }) => format)).toEqual([
      'png',
      'svg',
      'csv',
      'json',
      'png',
      'csv',
      'png',
      'csv',
      'png',
      'csv'
    ])
    for (const { format, bytes } of files) {
      // A PNG is drawn from its SVG, which a browser refuses unless it is well-formed.
      if (format === 'png') expect([...bytes!.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
      if (format === 'png') expect(bytes!.length).toBeGreaterThan(8_000)
      if (format === 'csv') expect(new TextDecoder().decode(bytes).length).toBeGreaterThan(50)
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('answers at once with 32 layers of 300 concepts, and prints how fast', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      concepts: { nLayers: 32, nDirections: 300, nWords: 50 }
    })
    await openConcepts(page)
    await page.getByRole('button', { name: 'Layer 20' }).click()
    await tableOf(page).waitFor()
    const { sortMs, filterMs, moveMs, nRows } = await page.evaluate(async () => {
      const grid = document.querySelector('[role=grid][aria-label^="Concepts of layer"]')!
      const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]!
      /** From the event to the frame that shows its effect. */
      const time = async (act: () => void) => {
        const times: number[] = []
        for (let i = 0; i < 7; i++) {
          const start = performance.now()
          act()
          await new Promise(requestAnimationFrame)
          times.push(performance.now() - start)
        }
        return median(times)
      }
      const header = grid.querySelector<HTMLElement>('[role=columnheader]:nth-child(3) button')!
      const field = document.querySelector<HTMLInputElement>(
        'input[placeholder="Words or labels"]'
      )!
      let n = 0
      const sortMs = await time(() => header.click())
      const filterMs = await time(() => {
        field.value = n++ % 2 ? '' : 'sign'
        field.dispatchEvent(new Event('input', { bubbles: true }))
      })
      const moveMs = await time(() =>
        grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
      )
      return { sortMs, filterMs, moveMs, nRows: grid.querySelectorAll('[role=row]').length }
    })
    console.log(
      `32 x 300: sort ${sortMs.toFixed(0)} ms, filter ${filterMs.toFixed(0)} ms, next ${moveMs.toFixed(0)} ms (wanted 100 ms)`
    )
    expect(nRows).toBeLessThan(60)
    // A busy machine must not fail the test; work that is done again for every concept does.
    expect(Math.max(sortMs, filterMs, moveMs)).toBeLessThan(1_000)
    await close()
  })
})
