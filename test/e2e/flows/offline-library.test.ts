import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AttributionRecord } from '../../../preload/data.ts'
import { readGolden } from '../../helpers/goldens.ts'
import { schemaProblems, type Schema } from '../../helpers/schema-problems.ts'
import { launchApp, repository } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { mapOf, nColours, shownScores, waitForResult } from './steps/attribution-view.ts'
import { copyGolden } from './steps/copy-checkpoint.ts'
import { answerOpen, answerSave } from './steps/dialogs.ts'
import { editInputs, markByKeys, runButton, writePrompt, writeResponse } from './steps/inputs.ts'
import { runToResult } from './steps/jobs.ts'
import { reportFigure } from './steps/report-figure.ts'
import { newestRecord, storedRows } from './steps/stored-results.ts'

const [first, second] = readGolden('llama').cases
const place = mkdtempSync(join(tmpdir(), 'shiftlens-library-'))
const home = join(place, 'home')
let launched: LaunchedApp
let stored: AttributionRecord
let scores: Readonly<Record<string, string>>

/** Two results are made, then the program is closed and the checkpoints are deleted. */
beforeAll(async () => {
  mkdirSync(home)
  const folders = [copyGolden('llama', place), copyGolden('llama-tuned', place)]
  const maker = await launchApp({ home, args: folders })
  try {
    await maker.page
      .getByText(/\/llama-tuned$/)
      .first()
      .waitFor()
    for (const example of [second!, first!]) {
      await editInputs(maker.page)
      await writePrompt(maker.page, example.prompt)
      await markByKeys(maker.page, example.instruction.text)
      await writeResponse(maker.page, example.response)
      await runToResult(maker.page, () => runButton(maker.page).click())
    }
    stored = await newestRecord(maker.page)
    scores = await shownScores(maker.page)
  } finally {
    await maker.close()
  }
  for (const folder of folders) rmSync(folder, { recursive: true })
  launched = await launchApp({ home })
})
afterAll(async () => {
  await launched.close()
  rmSync(place, { recursive: true, force: true })
})

const library = () => launched.page.getByRole('tab', { name: 'Library' })
const grid = () => launched.page.getByRole('grid', { name: 'Results' })
const rows = () =>
  grid()
    .getByRole('row')
    .filter({ hasNot: launched.page.getByRole('columnheader') })
const detail = () => launched.page.getByRole('article', { name: 'Details of the chosen result' })

it('opens a stored result with its checkpoints deleted, without any network', async () => {
  const { page, app } = launched
  expect(existsSync(join(place, 'llama'))).toBe(false)
  await library().click()
  await expect.poll(() => rows().count()).toBe(2)
  await grid().focus()
  await page.keyboard.press('Home')
  // Counted in the page: from the key to the frame in which the second of both maps is drawn.
  await page.evaluate(() => {
    let startedMs = 0
    const begin = () => (startedMs = performance.now())
    addEventListener('keydown', begin, { capture: true, once: true })
    const drawn = new Set<EventTarget | null>()
    const opened = new Promise<number>((resolve) => {
      addEventListener('matrixframe', ({ target }) => {
        drawn.add(target)
        if (drawn.size === 2) resolve(performance.now() - startedMs)
      })
    })
    Reflect.set(window, 'openedMs', opened)
  })
  await page.keyboard.press('Enter')
  const openedMs = await page.evaluate(() => Reflect.get(window, 'openedMs') as Promise<number>)
  reportFigure('stored result, from the key to both maps', openedMs, 'ms', '200 ms')
  await waitForResult(page)
  expect(await nColours(mapOf(page, 'tuned'))).toBeGreaterThan(10)
  expect(await shownScores(page)).toEqual(scores)
  const isOnline = await app.evaluate(({ session }) =>
    session.defaultSession.fetch('https://example.org/').then(
      () => true,
      () => false
    )
  )
  expect(isOnline).toBe(false)
})

it('finds by a word of the prompt, and says when nothing is found', async () => {
  const { page } = launched
  await library().click()
  const search = page.getByRole('searchbox')
  await search.fill(
    second!.prompt.split(/\W+/).find((word) => word.length > 3 && !first!.prompt.includes(word))!
  )
  await expect.poll(() => rows().count()).toBe(1)
  await search.fill('nosuchword')
  await page.getByText('No result matches.').waitFor()
  await search.fill('')
  await expect.poll(() => rows().count()).toBe(2)
})

it('keeps a new title, a tag and a note, over a restart', async () => {
  const { page } = launched
  await library().click()
  await grid().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Title' }).fill('French, translated')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'New tag' }).fill('golden')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Note' }).fill('The tuned model heeds it.')
  await grid().focus()
  const kept = { title: 'French, translated', tags: ['golden'], note: 'The tuned model heeds it.' }
  await expect.poll(async () => (await storedRows(page))[0]).toMatchObject(kept)
  await launched.screenshot('library')
  await launched.close()
  launched = await launchApp({ home })
  await library().click()
  await launched.page.getByText('French, translated').first().waitFor()
  expect((await storedRows(launched.page, 'heeds'))[0]).toMatchObject(kept)
})

it('deletes, and takes it back', async () => {
  const { page } = launched
  await library().click()
  await grid().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Delete')
  await expect.poll(() => rows().count()).toBe(1)
  expect(await storedRows(page)).toHaveLength(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => rows().count()).toBe(2)
  expect(await storedRows(page)).toHaveLength(2)
})

it('exports a result as one file that another library reads', async () => {
  const { page, app } = launched
  const file = join(place, 'french.shiftlens')
  await library().click()
  await grid().focus()
  await page.keyboard.press('Home')
  await answerSave(app, file)
  await detail().getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Result file' }).click()
  await page.getByText('Saved as french.shiftlens').waitFor()

  const other = await launchApp()
  try {
    await answerOpen(other.app, file)
    await other.page.getByRole('tab', { name: 'Library' }).click()
    await other.page
      .getByRole('button', { name: /^Import/ })
      .last()
      .click()
    await other.page.getByText('Imported one result').waitFor()
    expect(await newestRecord(other.page)).toEqual(stored)
    expect((await storedRows(other.page))[0]).toMatchObject({ title: 'French, translated' })
  } finally {
    await other.close()
  }
})

it('exports JSON that holds to the shipped schema, and CSV with every number', async () => {
  const { page, app } = launched
  await library().click()
  const save = async (item: RegExp, file: string): Promise<string> => {
    await answerSave(app, join(place, file))
    await detail().getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await page.getByText(`Saved as ${file}`).waitFor()
    return readFileSync(join(place, file), 'utf8')
  }
  const schema = JSON.parse(
    readFileSync(join(repository, 'main/exports/attribution.schema.json'), 'utf8')
  ) as Schema
  const json: unknown = JSON.parse(await save(/^JSON/, 'french.json'))
  expect(schemaProblems(json, schema)).toEqual([])
  const [base] = stored.sides
  expect(json).toMatchObject({ models: [{ role: 'base', ids: [...base!.ids] }, { role: 'tuned' }] })
  const csv = await save(/^Table/, 'french.csv')
  const lines = csv.trim().split('\r\n')
  expect(lines.length).toBeGreaterThan(base!.promptPositions[1] - base!.promptPositions[0])
})

it('saves the picture as PNG and SVG and its numbers as CSV and JSON', async () => {
  const { page, app } = launched
  await library().click()
  await grid().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await waitForResult(page)
  const save = async (item: string, file: string): Promise<Buffer> => {
    await answerSave(app, join(place, file))
    await page
      .getByRole('toolbar', { name: 'View' })
      .getByRole('button', { name: 'Export' })
      .click()
    await page.getByRole('menuitem', { name: item }).click()
    await page.getByText(`Saved as ${file}`).waitFor()
    return readFileSync(join(place, file))
  }
  const png = await save('Picture as PNG', 'map.png')
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  // IHDR: width and height of a picture that can be looked at.
  expect(Math.min(png.readUInt32BE(16), png.readUInt32BE(20))).toBeGreaterThan(200)

  const svg = (await save('Picture as SVG', 'map.svg')).toString('utf8')
  // The browser draws an SVG only when it is sound XML.
  const size = await page.evaluate(async (text) => {
    const image = new Image()
    image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }, svg)
  expect(Math.min(...size)).toBeGreaterThan(200)
  expect(svg).not.toMatch(/<script|<foreignObject|\son\w+=/)
  const texts = [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text).join('\n')
  for (const part of ['Salient maps', 'base', 'tuned', 'L = 10, b = 7, p = 4', 'levels']) {
    expect(texts).toContain(part)
  }

  const csv = (await save('Numbers as CSV', 'map.csv')).toString('utf8')
  expect(csv.split('\r\n')[0]).toMatch(/^\ufeffmap,row,prompt,ids,instruction,density/)
  const view = JSON.parse((await save('Numbers as JSON', 'map-view.json')).toString('utf8')) as {
    readonly models: readonly { readonly role: string; readonly score: number }[]
  }
  for (const { role, score } of view.models) expect(score.toFixed(3)).toBe(scores[role])
})

it('says nothing wrong on the console', () => {
  expect(launched.consoleLines).toEqual([])
})
