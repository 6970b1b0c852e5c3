/** The Studies tab of the packaged program on copies of the sample pair, then with the copies gone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultSalience } from '../../../preload/analysis/salience-settings.ts'
import { caseScores } from '../../../preload/analysis/studies/case-scores.ts'
import type { StudyRecord } from '../../../preload/data.ts'
import {
  caseTable,
  caseView,
  mapOf,
  openSetup,
  pageBar,
  runButton,
  showStudyPage
} from '../../helpers/studies-page.ts'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { nColours } from './steps/attribution-view.ts'
import { copySample } from './steps/copy-checkpoint.ts'
import { answerSave } from './steps/dialogs.ts'
import { axeProblems } from './steps/find-axe-problems.ts'
import { waitForJob } from './steps/jobs.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-studies-'))
const home = join(place, 'home')
const nCases = 6
let launched: LaunchedApp
let stored: StudyRecord

const comparison = (page: Page) =>
  page.getByRole('grid', { name: 'Pre-trained against tuned', exact: true })

/** The newest stored study, as main tells it. */
async function newestStudy(page: Page): Promise<StudyRecord> {
  return page.evaluate(async () => {
    const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 1 } as const
    const list = await window.shiftlens.call('library/list', query)
    if (!list.ok) throw new Error(list.error.message)
    const resultId = list.value.rows[0]?.resultId ?? ''
    const opened = await window.shiftlens.call('result/open', { resultId })
    if (!opened.ok) throw new Error(opened.error.message)
    if (opened.value.kind !== 'study') throw new Error(`the result is of ${opened.value.kind}`)
    if (opened.value.problems.length > 0) throw new Error(opened.value.problems.join('; '))
    return opened.value.record
  })
}

/** Runs over six cases; then the program is closed, the checkpoints are deleted, and it starts again. */
beforeAll(async () => {
  mkdirSync(home)
  const folders = [copySample('base', place), copySample('tuned', place)]
  const maker = await launchApp({ home, args: folders })
  try {
    const { page } = maker
    await page
      .getByText(/\/tuned$/)
      .first()
      .waitFor()
    await openSetup(page)
    await page.getByText('Only the first').click()
    await page.getByRole('spinbutton', { name: 'Number of cases' }).fill(String(nCases))
    await page.getByRole('spinbutton', { name: 'Token limit' }).fill('60')
    await page.getByText(new RegExp(`^${nCases} cases · .*FLOP · .*needs`)).waitFor()
    expect(await axeProblems(page)).toEqual([])
    await runButton(page).click()
    await waitForJob(page, ({ state }) => state === 'done')
    await comparison(page).waitFor()
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
    expect(await axeProblems(page)).toEqual([])
    stored = await newestStudy(page)
  } finally {
    await maker.close()
  }
  for (const folder of folders) rmSync(folder, { recursive: true })
  launched = await launchApp({ home })
}, 300_000)
afterAll(async () => {
  await launched?.close()
  rmSync(place, { recursive: true, force: true })
})

it('keeps every case of both models in every mode', () => {
  expect(stored.cases).toHaveLength(nCases)
  expect(stored.dataset.badRows).toEqual([])
  expect(stored.dataset.nNotTaken).toBe(stored.dataset.nRows - nCases)
  expect(stored.failures).toEqual([])
  expect(stored.runs.map(({ mode }) => mode)).toEqual(['own', 'same', 'length-matched'])
  for (const role of ['base', 'tuned'] as const) {
    expect(caseScores(stored, 'same', role, defaultSalience).every(Number.isFinite)).toBe(true)
  }
})

it('opens the stored study with its checkpoints gone; a number opens its cases, a case its maps', async () => {
  const { page, consoleLines } = launched
  await page.getByRole('tab', { name: 'Library' }).click()
  await page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(1).dblclick()
  await comparison(page).waitFor()
  await page
    .getByRole('radiogroup', { name: 'Mode' })
    .getByRole('radio', { name: 'Same response' })
    .check({ force: true })
  await page.getByText('both models on the same response, the data set’s').first().waitFor()
  await comparison(page)
    .getByRole('button', { name: String(nCases), exact: true })
    .first()
    .click()
  await caseTable(page).waitFor()
  await page.getByRole('button', { name: /^Remove the filter: / }).waitFor()
  expect(await caseTable(page).getAttribute('aria-rowcount')).toBe(String(nCases + 1))
  const shown = caseTable(page).getByRole('row').nth(1).getByRole('gridcell')
  for (const role of ['base', 'tuned'] as const) {
    const [score] = caseScores(stored, 'same', role, defaultSalience)
    expect(await shown.allTextContents()).toContain(score!.toFixed(3))
  }
  await caseTable(page).focus()
  await page.keyboard.press('Home')
  await caseView(page).getByRole('heading', { name: stored.cases[0]!.caseId }).waitFor()
  for (const role of ['base', 'tuned'] as const) {
    await mapOf(page, role).waitFor()
    expect(await nColours(mapOf(page, role))).toBeGreaterThan(4)
  }
  expect(await axeProblems(page)).toEqual([])
  expect(consoleLines.filter((line) => /^(error|uncaught)/.test(line))).toEqual([])
})

it('rates responses, and has the ratings after a restart', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Rate…' }).click()
  await page.getByText(`1 of ${nCases}, 0 rated`).waitFor()
  await page.keyboard.press('1')
  await page.getByText(`2 of ${nCases}, 1 rated`).waitFor()
  await page.keyboard.press('2')
  await page.getByText(`3 of ${nCases}, 2 rated`).waitFor()
  expect(await axeProblems(page)).toEqual([])
  await launched.close()
  launched = await launchApp({ home })
  const again = launched.page
  await again.getByRole('tab', { name: 'Studies' }).click()
  await again.getByRole('button', { name: /cases/ }).first().click()
  await pageBar(again).waitFor()
  await showStudyPage(again, 'Cases')
  await again.getByRole('combobox', { name: 'Rating' }).selectOption('unfollowed')
  await again.getByText(`1 of ${nCases}`, { exact: true }).waitFor()
  await caseTable(again).getByText(stored.cases[0]!.caseId).waitFor()
})

it('writes the report and the numbers of every case', async () => {
  const { page, app } = launched
  const save = async (name: string, file: string): Promise<Buffer> => {
    const path = join(place, file)
    await answerSave(app, path)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name, exact: true }).click()
    await page.getByText(`Saved as ${file}`).waitFor()
    return readFileSync(path)
  }
  const html = (await save('Report as HTML', 'study.html')).toString()
  expect(html).toMatch(/^<!doctype html>/i)
  expect(html).toContain(stored.dataset.sha256)
  expect(html).not.toContain('<script')
  const csv = (await save('Every case as CSV', 'study.csv')).toString()
  for (const { caseId } of stored.cases) expect(csv).toContain(caseId)
  const json = JSON.parse(
    (await save('Tables and cases as JSON', 'study.json')).toString()
  ) as object
  expect(json).toHaveProperty('schemaVersion')
  const parquet = await save('Every case as Parquet', 'study.parquet')
  expect(parquet.subarray(0, 4).toString()).toBe('PAR1')
})
