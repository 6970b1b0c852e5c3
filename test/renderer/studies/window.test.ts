/** The Studies tab in a browser, with the real policy and a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestOf } from '../../helpers/concepts-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'
import {
  caseTable,
  caseView,
  mapOf,
  openSetup,
  openStudy,
  pageBar,
  requestsOf,
  runButton,
  showStudyPage,
  tellStudyJob
} from '../../helpers/studies-page.ts'

describe.skipIf(!hasChromium)('the Studies tab', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('sets up the bundled set with the sample pair, runs, and draws cases as they come', async () => {
    const { page, complaints, seriousFindings, close } = await pages.open({
      nResults: 1,
      study: { nCases: 6 }
    })
    await openSetup(page)
    await page.getByText(/^6 cases · .* about 2 min/).waitFor()
    await page.getByText('Only the first').click()
    await page.getByRole('spinbutton', { name: 'Number of cases' }).fill('6')
    await runButton(page).click()
    await tellStudyJob(page, { state: 'running', phase: 'base: case 1', unitsDone: 0 })
    await page.locator('.view').getByText('base: case 1').waitFor()
    expect(await requestOf(page, 'study/start')).toMatchObject({
      base: 'base',
      tuned: 'tuned',
      data: 'data',
      settings: { modes: ['own', 'same', 'length-matched'], nCasesLimit: 6, previous: null }
    })
    await tellStudyJob(page, { state: 'running', unitsDone: 7 })
    await page.getByText('Partial: still running.').waitFor()
    await showStudyPage(page, 'Cases')
    // All of the base's cases are done and one of the tuned model's.
    const scores = await caseTable(page)
      .getByRole('row')
      .nth(1)
      .getByRole('gridcell')
      .allTextContents()
    expect(scores.filter((text) => /^\d\.\d{3}$/.test(text))).toHaveLength(2)
    expect(await seriousFindings()).toEqual([])
    await tellStudyJob(page, { state: 'done', resultId: 'result-0' })
    await page.getByText('Partial: still running.').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })

  it('brings the set-up on screen with a data set that arrives, and keeps it when another is refused', async () => {
    const { page, complaints, close } = await pages.open({ hasPair: true })
    const source = page.getByRole('group', { name: 'Data set' })
    await page.getByRole('tab', { name: 'Attribution', selected: true }).waitFor()
    await page.evaluate(() =>
      window.fakeBridge.emit('study/arrived', {
        handle: 'dropped',
        preview: { ...window.fakeStudy.preview(), name: 'dropped.csv' }
      })
    )
    await page.getByRole('tab', { name: 'Studies', selected: true }).waitFor()
    await source.getByText('dropped.csv', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'Columns' }).waitFor()
    await page.getByRole('button', { name: 'Run the study' }).click()
    expect(await requestOf(page, 'study/start')).toMatchObject({ data: 'dropped' })
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.evaluate(() =>
      window.fakeBridge.emit('study/refused', {
        code: 'request/invalid',
        message: 'empty.tsv: empty, expected rows',
        hint: 'Choose a file with a row for each case.'
      })
    )
    await page.getByRole('alert').getByText('empty.tsv: empty, expected rows').waitFor()
    await source.getByText('dropped.csv', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says in the empty tab that a file can be dropped, and shows there why one is refused', async () => {
    const { page, close } = await pages.open()
    await page.getByRole('tab', { name: 'Studies' }).click()
    await page.getByText(/it can also be dropped here/).waitFor()
    await page.evaluate(() =>
      window.fakeBridge.emit('study/refused', { code: 'request/invalid', message: 'a.csv: empty' })
    )
    await page.getByRole('alert').getByText('a.csv: empty').waitFor()
    await page.getByText('No data set is open.').waitFor()
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding and nothing that scrolls sideways, %s',
    async (colorScheme) => {
      const { page, complaints, seriousFindings, close } = await pages.open(
        {
          nResults: 1,
          hasPair: true,
          study: { nCases: 40, nBadRows: 30, nFailed: 3, hasAblation: true, notes: ['A note.'] }
        },
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
      await page.getByRole('tab', { name: 'Studies' }).click()
      await page.getByRole('button', { name: 'Open a data set…' }).waitFor()
      await check('empty')
      await page.getByRole('button', { name: 'Import recorded runs…' }).click()
      await check('import')
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await openSetup(page)
      await page.getByRole('button', { name: 'Advanced' }).click()
      await check('set-up')
      await page.getByText('Bad rows (30)').click()
      await page.getByRole('list', { name: 'Bad rows' }).waitFor()
      await check('bad rows')
      await page.getByText('Groups (3)').click()
      await check('groups')
      await openStudy(page)
      await showStudyPage(page, 'Cases')
      await check('cases')
      await caseTable(page).getByText('case-002').click()
      await mapOf(page, 'tuned').waitFor()
      await check('a case')
      await caseTable(page).focus()
      await page.keyboard.press('End')
      await caseView(page).getByText('the prompt has 530 tokens').waitFor()
      await check('a failed case')
      await showStudyPage(page, 'About')
      await page.getByText('A note.').waitFor()
      await check('about')
      await page.getByRole('button', { name: 'Rate…' }).click()
      await page.getByRole('group', { name: 'Prompt and response' }).waitFor()
      await check('rating')
      expect(complaints).toEqual([])
      await close()
    },
    120_000
  )

  it('asks for another preview when a column is chosen, and for the place of ambiguous text', async () => {
    const { page, close } = await pages.open({
      hasPair: true,
      study: { nCases: 12, nAmbiguous: 4 }
    })
    await openSetup(page)
    await page
      .getByText('In 4 rows the instruction’s text stands in the prompt more than')
      .waitFor()
    await page
      .getByRole('radiogroup', { name: 'Which instruction is meant' })
      .getByRole('radio', { name: 'First' })
      .check({ force: true })
    await expect
      .poll(() => requestOf(page, 'study/preview'))
      .toMatchObject({ mapping: { instruction: 'instruction', instructionMatch: 'first' } })
    await page.getByRole('combobox', { name: 'Instruction' }).selectOption('none')
    await page.getByText('No case has an instruction').waitFor()
    await page.getByRole('combobox', { name: 'Response' }).first().selectOption('none')
    await expect
      .poll(() => requestOf(page, 'study/preview'))
      .toMatchObject({ mapping: { instruction: null, response: null } })
    // Without a response in the data, both models can be shown what one of them writes.
    await runButton(page).click()
    await expect
      .poll(() => requestOf(page, 'study/start'))
      .toMatchObject({ settings: { sameResponse: 'base' } })
    await close()
  })

  it('a data set that cannot be read is an error with its reason, and can be put right', async () => {
    const { page, close } = await pages.open({
      hasPair: true,
      study: {},
      failures: {
        'study/pick': {
          code: 'request/invalid',
          message: 'notes.csv: line 3 is not UTF-8',
          hint: 'Save it as UTF-8.'
        }
      }
    })
    await page.getByRole('tab', { name: 'Studies' }).click()
    await page.getByRole('button', { name: 'Open a data set…' }).click()
    await page.getByText('notes.csv: line 3 is not UTF-8').waitFor()
    await page.getByText('Save it as UTF-8.').waitFor()
    await page.getByRole('button', { name: 'Bundled set' }).click()
    await page.getByRole('region', { name: 'Columns' }).waitFor()
    await close()
  })

  it('imports recorded runs and shows them as a study', async () => {
    const { page, complaints, close } = await pages.open({
      nResults: 1,
      study: { source: 'recorded', modes: ['own', 'length-matched'] }
    })
    await page.getByRole('tab', { name: 'Studies' }).click()
    await page.getByRole('button', { name: 'Import recorded runs…' }).click()
    const start = page.getByRole('button', { name: 'Import', exact: true })
    expect(await start.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Tuned runs from a file…' }).click()
    await page.getByText('vicuna-7b.jsonl').waitFor()
    await start.click()
    await tellStudyJob(page, { state: 'done', resultId: 'result-0' }, 'study-import')
    await page.getByText(/recorded elsewhere$/).waitFor()
    await showStudyPage(page, 'Cases')
    await caseTable(page).getByText('case-002').click()
    await mapOf(page, 'base').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('names the mode on every page, and L, b and p act at once on scores and maps', async () => {
    const { page, close } = await pages.open({ nResults: 1, study: { nCases: 12 } })
    await openStudy(page)
    await showStudyPage(page, 'Cases')
    const scores = () =>
      caseTable(page).getByRole('row').nth(2).getByRole('gridcell').allTextContents()
    await page.getByText('each model on its own response', { exact: true }).waitFor()
    await page.getByText('Lengths differ').waitFor()
    const own = await scores()
    await page
      .getByRole('radiogroup', { name: 'Mode' })
      .getByRole('radio', { name: 'Same response' })
      .check({ force: true })
    await page.getByText('both models on the same response, the data set’s').waitFor()
    expect(await page.getByText('Lengths differ').count()).toBe(0)
    const same = await scores()
    expect(same).not.toEqual(own)
    await page.getByRole('spinbutton', { name: 'Threshold b' }).fill('2')
    const cut = await scores()
    expect(cut).not.toEqual(same)
    await page
      .getByRole('radiogroup', { name: 'Levels L' })
      .getByRole('radio', { name: '5', exact: true })
      .check({ force: true })
    expect(await scores()).not.toEqual(cut)
    expect(await page.getByRole('spinbutton', { name: 'Threshold b' }).inputValue()).toBe('1')
    await page.getByRole('button', { name: 'Reset' }).click()
    expect(await scores()).toEqual(same)
    await close()
  })

  it('walks through cases by keys, beside their maps, and filters them', async () => {
    const { page, complaints, close } = await pages.open({ nResults: 1, study: { nCases: 400 } })
    await openStudy(page)
    await showStudyPage(page, 'Cases')
    expect(await caseTable(page).getAttribute('aria-rowcount')).toBe('401')
    await caseTable(page).focus()
    await page.keyboard.press('ArrowDown')
    await caseView(page).getByRole('heading', { name: 'case-001' }).waitFor()
    await mapOf(page, 'base').waitFor()
    await page.keyboard.press('End')
    await caseView(page).getByRole('heading', { name: 'case-400' }).waitFor()
    await page.getByRole('button', { name: 'Close the case' }).click()
    await page.getByRole('searchbox', { name: 'Search prompts' }).fill('add numbers')
    await page.getByText('100 of 400').waitFor()
    await page.getByRole('combobox', { name: 'Group' }).selectOption('rewrite')
    await page.getByText(/^\d+ of 400$/).waitFor()
    expect(Number(await caseTable(page).getAttribute('aria-rowcount'))).toBeLessThan(50)
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('columnheader', { name: 'Change' }).getByRole('button').click()
    const changes = await caseTable(page)
      .getByRole('gridcell')
      .filter({ hasText: /^[+−]\d\.\d{3}$/ })
      .allTextContents()
    const numbers = changes.map((text) => Number(text.replace('−', '-')))
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(complaints).toEqual([])
    await close()
  })

  it('rates with a key each, saves at once, takes back, and does not tell whose a response is', async () => {
    const { page, seriousFindings, complaints, close } = await pages.open({
      nResults: 1,
      study: { nCases: 8, rated: 'none' }
    })
    await openStudy(page)
    await page.getByRole('button', { name: 'Rate…' }).click()
    await page.getByText('1 of 8, 0 rated').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await page.getByText('3 of 8, 2 rated').waitFor()
    await page.keyboard.press('0')
    await page.keyboard.press('u')
    await page.getByText('2 of 8, 1 rated').waitFor()
    expect(await requestsOf(page, 'study/rate')).toEqual([
      { resultId: 'result-0', case: 0, role: 'tuned', rating: 1 },
      { resultId: 'result-0', case: 1, role: 'tuned', rating: 2 },
      { resultId: 'result-0', case: 1, role: 'tuned', rating: null }
    ])
    await page
      .getByRole('radiogroup', { name: 'Whose responses' })
      .getByRole('radio', { name: 'Both, blind' })
      .check({ force: true })
    await page.getByText('1 of 15, 0 rated').waitFor()
    const texts = page.getByRole('group', { name: 'Prompt and response' })
    expect(await texts.getByText(/^(base|tuned)$/).count()).toBe(0)
    // A digit rates from wherever the focus is, also from the choice that was just made.
    await page.keyboard.press('3')
    await page.getByText('2 of 15, 1 rated').waitFor()
    for (let i = 0; i < 14; i++) await page.keyboard.press('2')
    await page.getByText('That was the last of 15; 15 are rated.').waitFor()
    expect(await seriousFindings()).toEqual([])
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    await showStudyPage(page, 'Cases')
    await page.getByRole('combobox', { name: 'Rating' }).selectOption('unfollowed')
    await page.getByText('1 of 8').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('lists what failed and runs it again with the study’s own settings', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      hasPair: true,
      study: { nCases: 8, nFailed: 2 }
    })
    await openStudy(page)
    await page.getByRole('button', { name: '2 failed' }).click()
    const again = page.getByRole('button', { name: 'Run the failed ones again' })
    await page.getByText('Open the data set cases.jsonl to run them again.').waitFor()
    expect(await again.isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'New study' }).click()
    await page.getByRole('button', { name: 'Bundled set' }).click()
    await page.getByRole('region', { name: 'Columns' }).waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await again.click()
    await expect
      .poll(() => requestOf(page, 'study/start'))
      .toMatchObject({ settings: { previous: 'result-0', nTokensLimit: 300 } })
    await close()
  })

  it('writes the report at the L, b and p that are looked at', async () => {
    const { page, close } = await pages.open({ nResults: 1, study: { nCases: 8 } })
    await openStudy(page)
    await page.getByRole('spinbutton', { name: 'Norm p' }).fill('3')
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Report as HTML' }).click()
    await page.getByText('Saved as study.html').waitFor()
    expect(await requestOf(page, 'study/report')).toEqual({
      resultId: 'result-0',
      format: 'html',
      salience: { levels: 10, threshold: 7, norm: 3 }
    })
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /^Result file/ }).click()
    await expect.poll(() => requestOf(page, 'result/export')).toMatchObject({ format: 'shiftlens' })
    await close()
  })

  it('opens from the library, without any checkpoint', async () => {
    const { page, close } = await pages.open({ nResults: 2, study: {} })
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(1).click()
    const article = page.getByRole('article', { name: 'Details of the chosen result' })
    await article.getByText(/^Study, /).waitFor()
    await article.getByRole('button', { name: 'Open' }).click()
    await pageBar(page).waitFor()
    expect(await page.getByRole('tab', { name: 'Studies' }).getAttribute('aria-selected')).toBe(
      'true'
    )
    await close()
  })

  it('shows hostile prompts as text, in the list, the maps and the rating', async () => {
    const firstPrompts = ['<img src=x onerror=alert(1)> \u202egnp.exe', '\u001b[31m =1+1']
    const { page, complaints, close } = await pages.open({
      nResults: 1,
      hasPair: true,
      study: { nCases: 2, firstPrompts, groups: ['<b>bold</b>', '\u200b'], rated: 'none' }
    })
    await openSetup(page)
    await page.getByText('\\u{202E}gnp.exe').first().waitFor()
    await openStudy(page)
    await showStudyPage(page, 'Cases')
    await page.getByRole('gridcell', { name: '<b>bold</b>' }).waitFor()
    await caseTable(page).getByText('case-001').click()
    await caseView(page).getByText('<b>bold</b>').waitFor()
    await page.getByRole('button', { name: 'Rate…' }).click()
    await page.getByText('\\u{202E}gnp.exe').waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('maps that cannot be read are an error with its reason', async () => {
    const { page, close } = await pages.open({
      nResults: 1,
      study: {},
      failures: { 'study/case': { code: 'store/unavailable', message: 'case/base/0: damaged' } }
    })
    await openStudy(page)
    await showStudyPage(page, 'Cases')
    await caseTable(page).getByText('case-001').click()
    await page.getByText('case/base/0: damaged').waitFor()
    await close()
  })
})
