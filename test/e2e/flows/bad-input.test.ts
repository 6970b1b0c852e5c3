import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { copyGolden, copySample } from './steps/copy-checkpoint.ts'
import { answerOpen } from './steps/dialogs.ts'
import {
  chooseResponse,
  markFirstLineByMouse,
  markedTexts,
  promptField,
  runButton,
  writePrompt,
  writeResponse,
  editInputs
} from './steps/inputs.ts'
import { newestJob, waitForJob } from './steps/jobs.ts'
import { longCase, startLongRun } from './steps/long-run.ts'
import { storedRows } from './steps/stored-results.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-bad-'))
let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(async () => {
  await launched.close()
  rmSync(place, { recursive: true, force: true })
})

const slot = (side: 'Base' | 'Tuned') =>
  launched.page.getByRole('group', { name: `${side} checkpoint`, exact: true })

/** Opens a folder through the dialog, as the slot's own button does. */
async function choose(folder: string, side: 'Base' | 'Tuned' = 'Base'): Promise<void> {
  await answerOpen(launched.app, folder)
  await slot(side).getByRole('button', { name: 'Choose or drop a folder' }).click()
}

/** A copy of a sound checkpoint with one thing wrong. */
function spoilt(name: string, spoil: (folder: string) => void, golden = 'llama'): string {
  const folder = copyGolden(golden, place, name)
  spoil(folder)
  return folder
}

function changeConfig(folder: string, changes: object): void {
  const file = join(folder, 'config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as object
  writeFileSync(file, JSON.stringify({ ...config, ...changes }))
}

const weights = 'model.safetensors'
const spoils: readonly (readonly [
  string,
  () => string,
  { readonly where: string; readonly says: RegExp; readonly todo: RegExp }
])[] = [
  [
    'a header that is no JSON',
    () =>
      spoilt('header', (folder) => {
        const bytes = readFileSync(join(folder, weights))
        bytes.write('XXXX', 100)
        writeFileSync(join(folder, weights), bytes)
      }),
    { where: weights, says: /not sound JSON: found .*, expected/, todo: /copy or download/i }
  ],
  [
    'a weight file that is cut short',
    () => spoilt('short', (folder) => truncateSync(join(folder, weights), 500_000)),
    { where: weights, says: /tensors end at byte 859912, the file at 500000/, todo: /cut short/ }
  ],
  [
    'a missing shard',
    () =>
      spoilt(
        'shard',
        (folder) => rmSync(join(folder, 'model-00001-of-00003.safetensors')),
        'llama3'
      ),
    {
      where: 'model-00001-of-00003',
      says: /1 of 3 weight files are missing/,
      todo: /missing files/
    }
  ],
  [
    'an unknown architecture',
    () => spoilt('other', (folder) => changeConfig(folder, { model_type: 'gpt_neox' })),
    { where: 'config.json', says: /"gpt_neox", supported are llama, mistral/, todo: /supported/ }
  ],
  [
    'a config that disagrees with the tensors',
    () => spoilt('wide', (folder) => changeConfig(folder, { hidden_size: 96 })),
    {
      where: weights,
      says: /shape \[512, 64\], expected \[512, 96\]/,
      todo: /do not belong together/
    }
  ],
  [
    'a missing tokenizer',
    () => spoilt('mute', (folder) => rmSync(join(folder, 'tokenizer.json'))),
    { where: 'tokenizer.json', says: /missing, expected it/, todo: /Download the whole folder/ }
  ],
  [
    'a folder without a config',
    () => spoilt('empty', (folder) => rmSync(join(folder, 'config.json'))),
    { where: 'config.json', says: /is missing/, todo: /Choose the folder/ }
  ]
]

describe('a folder that cannot be opened', () => {
  it.each(spoils)(
    '%s: says where, what was found and what to do',
    async (_name, make, expected) => {
      const { page } = launched
      await choose(make())
      const alert = page.getByRole('alert')
      await expect.poll(() => alert.textContent()).toMatch(expected.says)
      expect(await alert.count()).toBe(1)
      expect(await alert.textContent()).toContain(expected.where)
      expect(await alert.textContent()).toMatch(expected.todo)
      expect(await alert.textContent()).not.toContain(place)
      expect(await alert.textContent()).not.toMatch(/\bat .*:\d+:\d+/)
      await alert.getByRole('button', { name: 'Dismiss' }).click()
      await slot('Base').getByRole('button', { name: 'Choose or drop a folder' }).waitFor()
    }
  )
})

describe('inputs that cannot be run', () => {
  beforeAll(async () => {
    await choose(copySample('base', place, 'sound-base'))
    await launched.page
      .getByText(/\/sound-base$/)
      .first()
      .waitFor()
  })
  const expectNoRun = async (why: string): Promise<void> => {
    const { page } = launched
    await page.getByText(why, { exact: true }).waitFor()
    expect(await runButton(page).isDisabled()).toBe(true)
  }

  it('an empty prompt, and one of spaces', async () => {
    await expectNoRun('Write or paste a prompt.')
    await writePrompt(launched.page, ' \n ')
    await expectNoRun('Write or paste a prompt.')
  })

  it('an empty pasted response', async () => {
    await writePrompt(launched.page, 'Say hello.\nTo whom?')
    await writeResponse(launched.page, '  ')
    await expectNoRun('Write or paste a response, or let a model write it.')
  })

  it('a response by a model that is not there', async () => {
    await chooseResponse(launched.page, 'tuned')
    await expectNoRun('This comparison needs a tuned model.')
    await chooseResponse(launched.page, 'given')
  })

  it('an instruction that is edited away is no longer marked, and this is said', async () => {
    const { page } = launched
    await markFirstLineByMouse(page)
    expect(await markedTexts(page)).toEqual(['Say hello.'])
    await promptField(page).fill('To whom?')
    expect(await markedTexts(page)).toEqual([])
    await page
      .getByText('No instruction marked: the maps are drawn, but there is no score.')
      .waitFor()
  })

  it('a prompt longer than the context says so before it is run, and after', async () => {
    const { page } = launched
    await writePrompt(page, 'word and '.repeat(700))
    await writeResponse(page, 'Yes.')
    await page
      .getByText(/\d+ tokens, expected at most 1024, the context of .*sound-base/)
      .first()
      .waitFor()
    await page.getByText('Shorten the prompt or the response.').first().waitFor()
    await runButton(page).click()
    const bar = page.getByRole('region', { name: 'Jobs' })
    await bar.getByText(/expected at most 1024/).waitFor()
    expect((await newestJob(page)).state).toBe('failed')
    await bar.getByRole('button', { name: 'Dismiss' }).click()
    await page.getByText('No job running').waitFor()
    expect(await promptField(page).inputValue()).toBe('word and '.repeat(700))
  })
})

it('says what happened when a folder is deleted during a run, and loses nothing', async () => {
  const { page } = launched
  const tuned = copySample('tuned', place, 'doomed')
  await choose(tuned, 'Tuned')
  await page
    .getByText(/\/doomed$/)
    .first()
    .waitFor()
  await startLongRun(page)
  // The base model is on: the tuned one is yet to be read.
  await waitForJob(page, ({ state, unitsDone }) => state === 'running' && unitsDone >= 2)
  rmSync(tuned, { recursive: true })
  const bar = page.getByRole('region', { name: 'Jobs' })
  await bar.getByRole('alert').waitFor({ timeout: 50_000 })
  await launched.screenshot('folder-deleted')
  const said = (await bar.getByRole('alert').textContent())!
  expect(said).toMatch(/config\.json|model\.safetensors|tokenizer\.json|doomed/)
  expect(said).toMatch(/missing|not found|changed|unreadable|gone/i)
  expect(said).not.toContain(place)
  // A part of the base's map may be on screen by then, with the editors folded away.
  await editInputs(page)
  expect(await promptField(page).inputValue()).toBe(longCase().prompt)
  const failed = await newestJob(page)
  expect(failed.state).toBe('failed')
  expect(failed.unitsDone).toBeGreaterThan(0)
  expect(await storedRows(page)).toEqual([])
}, 90_000)

it('has said all this without an error on the console', () => {
  expect(launched.consoleLines).toEqual([])
})
