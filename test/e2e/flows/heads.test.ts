/** The Heads tab of the packaged program on copies of the sample pair, then with the copies gone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { headsDrift } from '../../../preload/analysis/heads/head-drift.ts'
import { headRelations } from '../../../preload/analysis/heads/head-relations.ts'
import type { AnyRecord, HeadsRecord, ResultKind } from '../../../preload/data.ts'
import { gridOf, headOf, headTable, showPage } from '../../helpers/heads-page.ts'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { copySample } from './steps/copy-checkpoint.ts'
import { answerSave } from './steps/dialogs.ts'
import { axeProblems } from './steps/find-axe-problems.ts'
import { waitForJob } from './steps/jobs.ts'
import { promptField } from './steps/inputs.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-heads-'))
const home = join(place, 'home')
const prompt = 'Write a short letter to a friend.'
let launched: LaunchedApp
let stored: HeadsRecord

const tab = (page: Page) => page.getByRole('tab', { name: 'Heads' })

/** The newest stored result of a kind, as main tells it. */
async function newestRecord(page: Page, kind: ResultKind): Promise<AnyRecord> {
  return page.evaluate(async (wanted) => {
    const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 10 } as const
    const list = await window.shiftlens.call('library/list', query)
    if (!list.ok) throw new Error(list.error.message)
    const found = list.value.rows.find((row) => row.kind === wanted)
    if (!found) throw new Error(`no result of ${wanted}`)
    const opened = await window.shiftlens.call('result/open', { resultId: found.resultId })
    if (!opened.ok) throw new Error(opened.error.message)
    return opened.value
  }, kind)
}

/** Runs over both models; then the program is closed, the checkpoints are deleted, and it starts again. */
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
    await promptField(page).fill(prompt)
    await tab(page).click()
    await page.getByText(/\d+ heads · 8 layers · .* words · /).waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await waitForJob(page, ({ state }) => state === 'done')
    await gridOf(page).waitFor()
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
    expect(await axeProblems(page)).toEqual([])
    const newest = await newestRecord(page, 'heads')
    if (newest.kind !== 'heads') throw new Error(`kind: ${newest.kind}`)
    stored = newest.record
    await showPage(page, 'Attention patterns')
    expect(await page.getByRole('textbox', { name: 'Prompt', exact: true }).inputValue()).toBe(
      prompt
    )
    await page.getByRole('button', { name: 'Compute attention' }).click()
    await waitForJob(page, ({ kind, state }) => kind === 'attention' && state === 'done')
    await page.getByRole('grid', { name: 'Attention of the base model' }).waitFor()
    expect(await axeProblems(page)).toEqual([])
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

it('keeps the relations of every head of both models', () => {
  expect(stored.layers).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  for (const { nHeads, nPairs, relationStarts, relationDimensions } of stored.sides) {
    expect(nPairs).toHaveLength(8 * nHeads)
    expect(relationStarts.at(-1)).toBe(relationDimensions.length)
    expect(relationDimensions.every((n) => n >= 2)).toBe(true)
  }
})

it('opens the stored heads with their checkpoints gone, down to the neuron pairs of a relation', async () => {
  const { page, consoleLines } = launched
  await page.getByRole('tab', { name: 'Library' }).click()
  await page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(2).dblclick()
  await headTable(page).waitFor()
  const drift = headsDrift(stored)
  const most = drift.heads.reduce((worst, head) =>
    head && (worst?.change ?? -1) < head.change ? head : worst
  )!
  await headTable(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await headOf(page)
    .getByRole('heading', { name: `Layer ${most.layer}, head ${most.head}` })
    .waitFor()
  expect(await headOf(page).innerText()).toContain(
    `${most.nKept} kept, ${most.nGained} gained, ${most.nLost} lost`
  )
  const relations = headRelations(stored, drift.match, most)
  await headOf(page).getByText(`${relations.length} relations`).waitFor()
  await page.getByRole('grid', { name: /^Relations of layer/ }).focus()
  await page.keyboard.press('Home')
  const pairs = page.getByRole('region', { name: /^Neuron pairs of/ })
  await pairs.getByRole('row').nth(1).waitFor()
  expect(await axeProblems(page)).toEqual([])
  expect(consoleLines.filter((line) => /^(error|uncaught)/.test(line))).toEqual([])
})

it('compares verbs, and finds a word in the heads that relate it', async () => {
  const { page } = launched
  await showPage(page, 'Verbs')
  await page.getByRole('region', { name: 'Verbs and tests' }).getByRole('row').nth(5).waitFor()
  await showPage(page, 'Words')
  const side = stored.sides[0]!
  const term = stored.terms[side.relationFirst[0]!]!
  const head = side.relationStarts.findIndex((start) => start > 0) - 1
  await page.getByLabel('Word to find').fill(term)
  const found = page.getByRole('grid', { name: 'Heads found' })
  await found.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const [layer, inLayer] = [Math.floor(head / side.nHeads), head % side.nHeads]
  await headOf(page)
    .getByRole('heading', { name: `Layer ${layer}, head ${inLayer}` })
    .waitFor()
})

it('opens the stored attention with its checkpoints gone, beside the relations of the head', async () => {
  const { page } = launched
  await page.getByRole('tab', { name: 'Library' }).click()
  await page.getByRole('grid', { name: 'Results' }).getByRole('row').nth(1).dblclick()
  const grid = page.getByRole('grid', { name: 'Attention of the tuned model' })
  await grid.waitFor()
  const { record } = await newestRecord(page, 'attention')
  if (!('prompt' in record)) throw new Error('no prompt')
  expect(record.prompt).toBe(prompt)
  await page.getByRole('grid', { name: /^Relations of layer/ }).waitFor()
  const cell = grid.getByRole('gridcell')
  await cell.focus()
  await page.keyboard.press('Control+Home')
  expect(await cell.getAttribute('aria-label')).toMatch(/attends to .*: 1$/)
})

it('writes tables, picture and the whole result', async () => {
  const { page, app } = launched
  const save = async (name: string, file: string): Promise<string> => {
    const path = join(place, file)
    await answerSave(app, path)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name }).click()
    await page.getByText(`Saved as ${file}`).waitFor()
    return readFileSync(path, 'utf8')
  }
  const weights = await save('Attention as CSV', 'attention.csv')
  expect(weights).toContain('model,layer,head,position,token,attends to,token there,weight')
  await showPage(page, 'Heads')
  const nHeads = stored.sides[0]!.nPairs.length
  const csv = await save('Heads as CSV', 'heads.csv')
  expect(csv.trimEnd().split('\r\n')).toHaveLength(nHeads + 1)
  expect(await save('Picture as SVG', 'heads.svg')).toMatch(/^<svg [\s\S]*<\/svg>$/)
  expect(await save('Result as JSON', 'heads.json')).toContain(stored.sides[0]!.fingerprint)
})
