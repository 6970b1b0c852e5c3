/** A data set of the user's own with flaws, and one case that cannot run, in the packaged program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  caseTable,
  caseView,
  mapOf,
  pageBar,
  runButton,
  showStudyPage
} from '../../helpers/studies-page.ts'
import { launchApp, repository } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { nColours } from './steps/attribution-view.ts'
import { copySample } from './steps/copy-checkpoint.ts'
import { answerOpen } from './steps/dialogs.ts'
import { axeProblems } from './steps/find-axe-problems.ts'
import { newestJob, waitForJob } from './steps/jobs.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-bad-data-'))
const file = join(place, 'own <b>data.jsonl')
const long = 'One day Omar went to the house with a quiet dog. '.repeat(300)
const rows = [
  { text: 'Say it. Then say it again. Say it.', wanted: 'Say it.', answer: 'It.' },
  { text: 'Give me the first two sentences. One. Two. Three.', wanted: 'Shout!', answer: 'One.' },
  { text: `Give me the first word. ${long}`, wanted: 'Give me the first word.', answer: 'One' },
  {
    text: 'Translate to English. Le bois.',
    wanted: 'Translate to English.',
    answer: 'The forest.'
  },
  { text: '   ', wanted: '', answer: '' }
]
let launched: LaunchedApp

beforeAll(async () => {
  writeFileSync(file, [...rows.map((row) => JSON.stringify(row)), '{"text": "cut', ''].join('\n'))
  const folders = [copySample('base', place), copySample('tuned', place)]
  launched = await launchApp({ args: folders })
  await launched.page
    .getByText(/\/tuned$/)
    .first()
    .waitFor()
})
afterAll(async () => {
  await launched?.close()
  rmSync(place, { recursive: true, force: true })
})

it('lists every bad row by its line, and asks which of two equal texts is the instruction', async () => {
  const { page, app } = launched
  await page.getByRole('tab', { name: 'Studies' }).click()
  await answerOpen(app, file)
  await page.getByRole('button', { name: 'Open a data set…' }).click()
  const columns = page.getByRole('region', { name: 'Columns' })
  await columns.waitFor()
  await columns.getByRole('combobox', { name: 'Prompt' }).selectOption('text')
  await columns.getByRole('combobox', { name: 'Instruction' }).selectOption('wanted')
  await columns.getByRole('combobox', { name: 'Response' }).selectOption('answer')
  const cases = page.getByRole('region', { name: 'Cases' })
  await cases.getByText('Bad rows (4)').click()
  const list = page.getByRole('list', { name: 'Bad rows' })
  for (const line of [1, 2, 5, 6]) {
    await list.getByText(`line ${line}`, { exact: true }).waitFor()
  }
  await page.getByText('In 1 row the instruction’s text stands in the prompt more than').waitFor()
  await page
    .getByRole('radiogroup', { name: 'Which instruction is meant' })
    .getByRole('radio', { name: 'Last' })
    .check({ force: true })
  await cases.getByText('Bad rows (3)').waitFor()
  await cases.getByText('First cases').click()
  const [first] = await page.locator('.cases mark').allTextContents()
  expect(first).toBe('Say it.')
  expect(await axeProblems(page)).toEqual([])
})

it('goes on past a case that is too long, says why it failed, and runs it again', async () => {
  const { page } = launched
  await page.getByRole('spinbutton', { name: 'Token limit' }).fill('20')
  await page.getByText(/^3 cases · 3 rows left out · /).waitFor()
  await runButton(page).click()
  await waitForJob(page, ({ state }) => state === 'done')
  await pageBar(page).waitFor()
  await page.getByRole('button', { name: /^\d+ failed$/ }).click()
  const failures = page.getByRole('list', { name: 'Failed cases' })
  await failures
    .getByText(/context/)
    .first()
    .waitFor()
  await failures.getByRole('button').first().click()
  await caseView(page)
    .getByText(/context/)
    .first()
    .waitFor()
  expect(await axeProblems(page)).toEqual([])
  await showStudyPage(page, 'About')
  const { jobId } = await newestJob(page)
  await page.getByRole('button', { name: 'Run the failed ones again' }).click()
  await expect.poll(async () => (await newestJob(page)).jobId).not.toBe(jobId)
  await waitForJob(page, ({ state }) => state === 'done')
  await page.getByRole('button', { name: /^\d+ failed$/ }).waitFor()
  await showStudyPage(page, 'Cases')
  expect(await caseTable(page).getAttribute('aria-rowcount')).toBe('4')
  expect(launched.consoleLines.filter((line) => /^(error|uncaught)/.test(line))).toEqual([])
})

it('imports what Inseq saved, and shows its maps at the levels that were recorded', async () => {
  const { page, app } = launched
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByRole('button', { name: 'Import recorded runs…' }).click()
  await answerOpen(app, join(repository, 'test/fixtures/recorded/inseq-0.6.json'))
  await page.getByRole('button', { name: 'Tuned runs from a file…' }).click()
  await page.getByText('inseq-0.6.json').waitFor()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await waitForJob(page, ({ kind, state }) => kind === 'study-import' && state === 'done')
  await page.getByText(/recorded elsewhere$/).waitFor()
  await showStudyPage(page, 'Cases')
  await caseTable(page).focus()
  await page.keyboard.press('Home')
  await mapOf(page, 'tuned').waitFor()
  expect(await nColours(mapOf(page, 'tuned'))).toBeGreaterThan(4)
  expect(await axeProblems(page)).toEqual([])
})

it('refuses a file that is not UTF-8, and says what to do', async () => {
  const { page, app } = launched
  const latin = join(place, 'latin.csv')
  writeFileSync(latin, Buffer.from('prompt\ncaf\xe9\n', 'latin1'))
  await answerOpen(app, latin)
  await page.getByRole('button', { name: 'New study' }).click()
  await page.getByRole('button', { name: 'Open another…' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'latin.csv' })
  await alert.waitFor()
  expect(await alert.textContent()).toMatch(/UTF-8/)
})
