/** The Heads tab of the packaged program on a stored result of the size of LLaMA-7B's, and how fast it is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeResultFile } from '../../../main/service/store/results/result-file.ts'
import { headsChance } from '../../../preload/analysis/heads/head-chance.ts'
import { headsDrift } from '../../../preload/analysis/heads/head-drift.ts'
import { headRelations } from '../../../preload/analysis/heads/head-relations.ts'
import { headRows } from '../../../preload/analysis/heads/heads-tables.ts'
import { searchRelations } from '../../../preload/analysis/heads/relation-search.ts'
import { gridOf, headOf, headTable, showPage } from '../../helpers/heads-page.ts'
import { largeHeads, largeHeadsFile } from '../../helpers/large-heads.ts'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { answerOpen } from './steps/dialogs.ts'
import { reportFigure } from './steps/report-figure.ts'

const wanted = { gridMs: 100, headMs: 200 } as const
/** A busy machine must not fail the tests; something that is done again for every cell does. */
const mostTimes = 10
/** Layers that are opened, each for the first time, also by a test that is run again. */
const unread = [3, 9, 16, 22, 28, 30]

const place = mkdtempSync(join(tmpdir(), 'shiftlens-large-heads-'))
const { record, ...rest } = largeHeadsFile(unread)
const drift = headsDrift(record)
let launched: LaunchedApp

beforeAll(async () => {
  const file = join(place, 'large.shiftlens')
  writeFileSync(file, encodeResultFile({ ...rest, record }))
  launched = await launchApp()
  const { page, app } = launched
  await answerOpen(app, file)
  await page.getByRole('tab', { name: 'Library' }).click()
  await page
    .getByRole('button', { name: /^Import/ })
    .last()
    .click()
  await page.getByText('Imported one result').waitFor()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await gridOf(page).waitFor()
  await headTable(page).getByRole('row').nth(1).waitFor()
  await page.waitForTimeout(1_000)
})
afterAll(async () => {
  await launched?.close()
  rmSync(place, { recursive: true, force: true })
})

type Act =
  | { readonly key: string }
  | { readonly choose: string }
  | { readonly type: string }
  | { readonly click: true }

/**
 * Milliseconds from a user's act on an element to the frame after the one that shows its effect.
 *
 * @param shows  the selector of what the act brings; left out, the grid drawn anew
 */
async function msUntilShown(element: Locator, act: Act, shows?: string): Promise<number> {
  return element.evaluate(
    async (target, { act, shows }) => {
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame)
      await frame()
      const isDrawn = new Promise((resolve) =>
        document.addEventListener('matrixframe', resolve, { once: true })
      )
      const startedMs = performance.now()
      if ('click' in act) (target as HTMLElement).click()
      else if ('key' in act) {
        target.dispatchEvent(new KeyboardEvent('keydown', { key: act.key, bubbles: true }))
      } else {
        const field = target as HTMLInputElement | HTMLSelectElement
        field.value = 'choose' in act ? act.choose : act.type
        field.dispatchEvent(new Event('choose' in act ? 'change' : 'input', { bubbles: true }))
      }
      if (shows === undefined) await isDrawn
      else while (!document.querySelector(shows)) await frame()
      await frame()
      return performance.now() - startedMs
    },
    { act, shows }
  )
}

function report(what: string, tookMs: number, wantedMs: number): void {
  reportFigure(`32 × 32 heads, ${what}`, tookMs, 'ms', `${wantedMs} ms`)
  expect(tookMs).toBeLessThan(mostTimes * wantedMs)
}

const picture = () =>
  gridOf(launched.page).evaluate((grid) => grid.querySelector('canvas')!.toDataURL())

it('draws the grid with another number, and when its page comes back', async () => {
  const { page } = launched
  const before = await picture()
  const show = page.getByRole('combobox', { name: 'Show', exact: true })
  for (const metric of ['gained', 'base-chance', 'change']) {
    report(`shows ${metric}`, await msUntilShown(show, { choose: metric }), wanted.gridMs)
    expect((await picture()) === before).toBe(metric === 'change')
  }
  await showPage(page, 'Words')
  const toGrid = page
    .getByRole('radiogroup', { name: 'Page' })
    .getByRole('radio', { name: 'Heads', exact: true })
  report('back to the grid', await msUntilShown(toGrid, { click: true }), wanted.gridMs)
  expect(await picture()).toBe(before)
})

it('leaves the heads at chance out of grid and table, and takes them in again', async () => {
  const { page } = launched
  const nRows = async () => Number(await headTable(page).getAttribute('aria-rowcount')) - 1
  const counted = headRows(record, drift, headsChance(record), { withoutChance: true })
  expect(await nRows()).toBe(largeHeads.nLayers * largeHeads.nHeads)
  expect(counted.length).toBeLessThan(await nRows())
  const filter = page.getByRole('checkbox', { name: 'Leave out heads at chance' })
  const before = await picture()
  report('without chance', await msUntilShown(filter, { click: true }), wanted.gridMs)
  expect(await nRows()).toBe(counted.length)
  expect(await picture()).not.toBe(before)
  report('with chance again', await msUntilShown(filter, { click: true }), wanted.gridMs)
  expect(await picture()).toBe(before)
})

/** Opens the first head of a layer that was not read yet, by key, and says how long that took. */
async function openUnread(
  shows: string
): Promise<{ readonly layer: number; readonly tookMs: number }> {
  const { page } = launched
  const layer = unread.shift()!
  if (await headOf(page).isVisible()) await page.getByRole('button', { name: 'All heads' }).click()
  const cell = gridOf(page).getByRole('gridcell')
  await cell.focus()
  await page.keyboard.press('Control+Home')
  for (let i = 0; i < layer; i++) await page.keyboard.press('ArrowDown')
  const tookMs = await msUntilShown(cell, { key: 'Enter' }, shows)
  await headOf(page)
    .getByRole('heading', { name: `Layer ${layer}, head 0` })
    .waitFor()
  return { layer, tookMs }
}

const rowsOf = (table: string) => `[role=grid][aria-label^="${table}"] [role=rowgroup] [role=row]`

it('opens the relations of a head, and finds a word among them', async () => {
  const { page } = launched
  const { layer, tookMs } = await openUnread(rowsOf('Relations of layer'))
  report('relations of a head', tookMs, wanted.headMs)
  const place = drift.match.places[layer * largeHeads.nHeads]!
  const relations = headRelations(record, drift.match, place)
  expect(relations.length).toBeGreaterThan(largeHeads.nRelations)
  await headOf(page).getByText(`${relations.length} relations`).waitFor()

  const word = relations[0]!.first
  const found = relations.filter(({ first, second }) =>
    [first, second].some((w) => w.includes(word))
  )
  const words = page.getByRole('searchbox', { name: 'Words of the relation' })
  const narrowed = `[role=grid][aria-label^="Relations of"][aria-rowcount="${found.length + 1}"]`
  report('relations of a word', await msUntilShown(words, { type: word }, narrowed), wanted.gridMs)
  await headOf(page).getByText(`${found.length} of ${relations.length}`).waitFor()
  await words.fill('')

  const pairs = 'section[aria-label^="Neuron pairs of"] tbody tr'
  const row = page
    .getByRole('grid', { name: /^Relations of layer/ })
    .getByRole('row')
    .nth(1)
  report('neuron pairs', await msUntilShown(row, { click: true }, pairs), wanted.headMs)
  await page.getByRole('button', { name: 'Close the neuron pairs' }).click()
})

it('reads a layer from the store: the dimensions of a head', async () => {
  const { page } = launched
  await headOf(page).getByRole('radio', { name: 'By dimension' }).check({ force: true })
  const { tookMs } = await openUnread(rowsOf('Dimensions of the head'))
  report('dimensions of a head', tookMs, wanted.headMs)
  const table = page.getByRole('grid', { name: 'Dimensions of the head' })
  expect(Number(await table.getAttribute('aria-rowcount'))).toBe(2 * largeHeads.dHead + 1)
  await launched.screenshot('large-heads')
})

it('finds a word in all heads', async () => {
  const { page } = launched
  await showPage(page, 'Words')
  const shows = '[role=grid][aria-label="Heads found"] [role=rowgroup] [role=row]'
  const tookMs = await msUntilShown(page.getByLabel('Word to find'), { type: 'write' }, shows)
  report('a word in all heads', tookMs, wanted.gridMs)
  const found = searchRelations(record, 'write')
  if (found.kind !== 'found') throw new Error(`"write": ${found.kind}`)
  await page.getByText(`relations in ${found.hits.length} heads`).waitFor()
})
