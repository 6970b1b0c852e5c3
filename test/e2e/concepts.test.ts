/** The Concepts tab of the packaged program on copies of the sample pair, then with the copies gone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ConceptsLayer } from '../../preload/analysis/concepts/record.ts'
import type { ConceptsRecord } from '../../preload/data.ts'
import { copySample } from './flows/steps/copy-checkpoint.ts'
import { answerSave } from './flows/steps/dialogs.ts'
import { axeProblems } from './flows/steps/find-axe-problems.ts'
import { waitForJob } from './flows/steps/jobs.ts'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-concepts-'))
const home = join(place, 'home')
let launched: LaunchedApp
let stored: ConceptsRecord

const tab = (page: Page) => page.getByRole('tab', { name: 'Concepts' })
const table = (page: Page) => page.getByRole('grid', { name: /^Concepts of layer/ })
const detail = (page: Page) => page.getByRole('article', { name: 'The chosen concept' })

/** The whole stored result, as main tells it. */
async function newestRecord(page: Page): Promise<ConceptsRecord> {
  return page.evaluate(async () => {
    const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 1 } as const
    const list = await window.shiftlens.call('library/list', query)
    if (!list.ok) throw new Error(list.error.message)
    const { resultId } = list.value.rows[0]!
    const opened = await window.shiftlens.call('result/open', { resultId })
    if (!opened.ok) throw new Error(opened.error.message)
    if (opened.value.kind !== 'concepts') throw new Error(`kind: ${opened.value.kind}`)
    return opened.value.record
  })
}

async function storedLayer(page: Page, layer: number): Promise<ConceptsLayer> {
  return page.evaluate(async (wanted) => {
    const query = { text: '', tag: null, sort: 'newest', offset: 0, limit: 1 } as const
    const list = await window.shiftlens.call('library/list', query)
    if (!list.ok) throw new Error(list.error.message)
    const source = { resultId: list.value.rows[0]!.resultId }
    const part = await window.shiftlens.call('concepts/layer', { source, layer: wanted })
    if (!part.ok) throw new Error(part.error.message)
    if (!part.value) throw new Error(`layer ${wanted} is missing`)
    return part.value
  }, layer)
}

/** A run over both models; then the program is closed, the checkpoints are deleted, and it starts again. */
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
    await tab(page).click()
    await page.getByText(/8 layers · .* words · /).waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText('Partial: still being computed.').waitFor()
    await waitForJob(page, ({ state }) => state === 'done')
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
    expect(await axeProblems(page)).toEqual([])
    stored = await newestRecord(page)
  } finally {
    await maker.close()
  }
  for (const folder of folders) rmSync(folder, { recursive: true })
  launched = await launchApp({ home })
}, 300_000)
afterAll(async () => {
  await launched.close()
  rmSync(place, { recursive: true, force: true })
})

it('keeps every layer of both models, with the drift between them', () => {
  expect(stored.layers.map(({ layer }) => layer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  for (const { sides, drift } of stored.layers) {
    expect(sides.map(({ role, nDirections }) => `${role} ${nDirections}`)).toEqual([
      'base 192',
      'tuned 192'
    ])
    expect(drift?.meanRotation).toBeGreaterThan(0)
    expect(drift?.meanRotation).toBeLessThan(Math.PI / 2)
  }
})

it('opens the stored result with its checkpoints gone, down to the words of a concept', async () => {
  const { page, consoleLines } = launched
  await page.getByRole('tab', { name: 'Library' }).click()
  await page.getByRole('grid', { name: 'Results' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByText('Signs of failure').waitFor()
  await page.getByRole('button', { name: /^Layer 7/ }).click()
  await table(page).focus()
  await page.keyboard.press('Home')
  const layer = await storedLayer(page, 7)
  const word = stored.words[layer.sides[0]!.topWords[0]!]!
  await detail(page).getByTitle(word, { exact: true }).first().waitFor()
  const angle = (Math.acos(Math.min(1, layer.drift!.cosines[0]!)) * 180) / Math.PI
  expect(await detail(page).innerText()).toContain(`${angle.toFixed(1)}°, |cos|`)
  expect(await axeProblems(page)).toEqual([])
  expect(consoleLines.filter((line) => /^(error|uncaught)/.test(line))).toEqual([])
})

it('a label that a person gives counts in the shares, and is there after a restart', async () => {
  const { page } = launched
  await page.getByRole('button', { name: 'Change the label, base' }).click()
  await page.getByLabel('Description').fill('a test of morphology')
  const form = page.getByRole('form', { name: 'Label of the base concept' })
  await form.getByLabel('Level').selectOption('phonology')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('region', { name: 'Label, base' }).getByText('by hand').first().waitFor()
  await page.getByText('Shares', { exact: true }).click()
  await page.getByText('phonology', { exact: true }).click()
  await page.getByText(/^Phonology\. Last quarter/).waitFor()
  const rows = page.getByRole('table').getByRole('row')
  const share = () => rows.nth(8).getByRole('cell').first().innerText()
  const shown = parseFloat(await share())
  expect(shown).toBeGreaterThanOrEqual(Number((100 / 192).toFixed(1)))
  await launched.close()
  launched = await launchApp({ home })
  await launched.page.getByRole('button', { name: /^Concepts: / }).click()
  await launched.page.getByText('Shares', { exact: true }).click()
  await launched.page.getByText('phonology', { exact: true }).click()
  const again = launched.page.getByRole('table').getByRole('row').nth(8).getByRole('cell').first()
  await expect.poll(async () => parseFloat(await again.innerText())).toBe(shown)
})

it('finds a word where the layers have it, and opens its concept', async () => {
  const { page } = launched
  await page.getByText('Word search', { exact: true }).click()
  const layer = await storedLayer(page, 3)
  const word = layer.sides[1]!.topWords[0]!
  await page.getByLabel('Word to find').fill(stored.words[word]!)
  await page.keyboard.press('Enter')
  const cell = page.getByRole('button', {
    name: new RegExp(`, layer 3, tuned: .*concept 1 rank 1 score`)
  })
  await cell.waitFor()
  await cell.click()
  await table(page).waitFor()
})

it('writes the table of the drift and the whole result', async () => {
  const { page, app } = launched
  const save = async (name: string, file: string): Promise<string> => {
    const path = join(place, file)
    await answerSave(app, path)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name }).click()
    await page.getByText(`Saved as ${file}`).waitFor()
    return readFileSync(path, 'utf8')
  }
  await page.getByText('Drift over depth', { exact: true }).click()
  const csv = await save('Table as CSV', 'drift.csv')
  expect(csv.trimEnd().split('\r\n')).toHaveLength(9)
  expect(await save('Charts as SVG', 'drift.svg')).toMatch(/^<svg [\s\S]*<\/svg>$/)
  const json = JSON.parse(await save('Result as JSON', 'result.json')) as object
  expect(JSON.stringify(json)).toContain(stored.sides[0]!.fingerprint)
})
