/**
 * `npm run screenshots`: the pictures of the README, from the packaged program and the bundled pair. With
 * `--every-size`, also each view at each size and theme, into .cache/screenshots, to be looked at.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchApp, repository } from '../e2e/launch.ts'
import type { LaunchedApp } from '../e2e/launch.ts'
import startDisplay from '../e2e/start-display.ts'
import { waitForResult } from '../e2e/flows/steps/attribution-view.ts'
import { listJobs, runToResult, waitForJob } from '../e2e/flows/steps/jobs.ts'
import { setTheme } from '../e2e/flows/steps/look.ts'
import { openSetup, runButton, showStudyPage } from '../helpers/studies-page.ts'

const pictureSize = { width: 1_440, height: 900 }
const sizes = [
  { width: 1_280, height: 720 },
  { width: 1_920, height: 1_080 },
  { width: 3_840, height: 2_160 }
] as const
const themes = ['light', 'dark'] as const
const views = ['attribution', 'concepts', 'heads', 'studies', 'library'] as const
const studyPages = [
  'Distributions',
  'Sensitivity',
  'Ratings',
  'Ablation',
  'Cases',
  'About'
] as const
type View = (typeof views)[number]
type Size = (typeof sizes)[number] | typeof pictureSize

process.env['XVFB_SCREEN'] = '3840x2200x24'
const stopDisplay = await startDisplay()
try {
  const launched = await launchApp()
  try {
    await makeResults(launched)
    await takeReadmePictures(launched)
    if (process.argv.includes('--every-size')) await takeEveryPicture(launched)
  } finally {
    await launched.close()
  }
} finally {
  stopDisplay?.()
}

/** A few of the bundled cases, one of them checked against leave-one-out, and back to the one that a new user sees first. */
async function makeResults({ page }: LaunchedApp): Promise<void> {
  await runToResult(page, () =>
    page.getByRole('button', { name: 'Attribute the sample pair' }).click()
  )
  for (const id of ['sample-006', 'sample-005', 'sample-004', 'sample-002', 'sample-003']) {
    await page.getByRole('button', { name: 'Edit inputs' }).click()
    await page.getByRole('combobox', { name: 'Sample case' }).selectOption(id)
    const withCheck = page.getByRole('checkbox', { name: 'Check against leave-one-out' })
    await withCheck.setChecked(id === 'sample-003')
    await runToResult(page, () => page.keyboard.press('Control+Enter'))
  }
  await page.getByRole('tab', { name: 'Library' }).click()
  const grid = page.getByRole('grid', { name: 'Results' })
  await grid.focus()
  await page.keyboard.press('End')
  await page.getByRole('textbox', { name: 'New tag' }).fill('copy')
  await page.keyboard.press('Enter')
  await page
    .getByRole('textbox', { name: 'Note' })
    .fill('The tuned model reads the instruction at each sentence start; the base copies.')
  await grid.focus()
  await page.keyboard.press('Enter')
  await waitForResult(page)
  for (const analysis of ['Concepts', 'Heads']) {
    await page.getByRole('tab', { name: analysis }).click()
    const nJobs = (await listJobs(page)).length
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    while ((await listJobs(page)).length === nJobs) await page.waitForTimeout(50)
    await waitForJob(page, ({ state }) => state === 'done')
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
  }
  await runStudy(page)
}

/** The first 40 of the bundled cases in all modes, with the instruction's words taken out beside. */
async function runStudy(page: LaunchedApp['page']): Promise<void> {
  await openSetup(page)
  await page.getByText('Only the first').click()
  await page.getByRole('spinbutton', { name: 'Number of cases' }).fill('40')
  await page.getByRole('combobox', { name: 'Word ablation' }).selectOption('remove')
  await page.getByText(/^40 cases · .*FLOP/).waitFor()
  const nJobs = (await listJobs(page)).length
  await runButton(page).click()
  while ((await listJobs(page)).length === nJobs) await page.waitForTimeout(50)
  await waitForJob(page, ({ state }) => state === 'done', 600_000)
  await page.getByText(/^Partial/).waitFor({ state: 'detached' })
  const modes = page.getByRole('radiogroup', { name: 'Mode' })
  await modes.getByRole('radio', { name: 'Same response' }).check({ force: true })
}

async function takeReadmePictures(launched: LaunchedApp): Promise<void> {
  const folder = join(repository, 'docs/images')
  mkdirSync(folder, { recursive: true })
  await resize(launched, pictureSize)
  for (const theme of themes) {
    await setTheme(launched.page, theme)
    for (const view of views) {
      await show(launched, view)
      const name = theme === 'light' ? view : `${view}-dark`
      await launched.page.screenshot({ path: join(folder, `${name}.png`) })
      console.log(`docs/images/${name}.png`)
    }
  }
}

async function takeEveryPicture(launched: LaunchedApp): Promise<void> {
  const { page } = launched
  for (const size of sizes) {
    await resize(launched, size)
    for (const theme of themes) {
      await setTheme(page, theme)
      const take = (view: string): Promise<string> =>
        launched.screenshot(`${view}-${size.width}x${size.height}-${theme}`)
      for (const view of ['library', 'concepts', 'heads'] as const) {
        await show(launched, view)
        await take(view)
      }
      await show(launched, 'studies')
      await take('studies')
      for (const name of studyPages) {
        await showStudyPage(page, name)
        await page.waitForTimeout(800)
        await take(`studies-${name.toLowerCase().replaceAll(' ', '-')}`)
      }
      await showStudyPage(page, 'Tables')
      await show(launched, 'attribution')
      await take('attribution')
      await page.getByRole('radio', { name: 'Difference' }).check({ force: true })
      await take('difference')
      await page.getByRole('radio', { name: 'Both' }).check({ force: true })
      await page.getByRole('button', { name: 'Edit inputs' }).click()
      await page.waitForTimeout(800)
      await take('editors')
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await page.keyboard.press('Control+,')
      await take('settings')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+Shift+P')
      await take('palette')
      await page.keyboard.press('Escape')
    }
  }
}

async function show({ page }: LaunchedApp, view: View): Promise<void> {
  const name = view[0]!.toUpperCase() + view.slice(1)
  await page.getByRole('tab', { name }).click()
  if (view === 'library') await page.getByRole('grid', { name: 'Results' }).waitFor()
  if (view === 'attribution') await waitForResult(page)
  // Without a pointer over anything, and with what fades in there.
  await page.mouse.move(2, 2)
  await page.waitForTimeout(400)
}

/** The window's content at a size, one device pixel for each of it. */
async function resize({ app, page }: LaunchedApp, { width, height }: Size): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.setPosition(0, 0)
      window?.setContentSize(size.width, size.height)
    },
    { width, height }
  )
  await page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height
  })
}
