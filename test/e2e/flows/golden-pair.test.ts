import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { sideSalience } from '../../../preload/analysis/side-salience.ts'
import { expectColumnsClose, float32Tolerance } from '../../helpers/close.ts'
import { readGolden, type GoldenCase } from '../../helpers/goldens.ts'
import { launchApp, repository } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { expectShown, shownScores } from './steps/attribution-view.ts'
import {
  chooseResponse,
  editInputs,
  markByKeys,
  markFirstLineByMouse,
  markedTexts,
  promptField,
  responseField,
  runButton,
  writePrompt,
  writeResponse
} from './steps/inputs.ts'
import { dropFolder } from './steps/drop-folder.ts'
import { runToResult } from './steps/jobs.ts'
import { newestRecord } from './steps/stored-results.ts'

const goldens = [readGolden('llama'), readGolden('llama-tuned')] as const
const folderOf = (name: string) => join(repository, `test/fixtures/goldens/${name}/checkpoint`)

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp({ args: goldens.map(({ name }) => folderOf(name)) })
  await launched.page.getByText('llama-tuned/checkpoint').first().waitFor()
})
afterAll(() => launched.close())

/** Densities and scores at L = 10, b = 7, p = 4, and the matrix, as the reference has them. */
async function expectGolden(caseIndex: number): Promise<void> {
  const { page } = launched
  const record = await newestRecord(page)
  const shown = await shownScores(page)
  expect(record.sides).toHaveLength(2)
  for (const [i, golden] of goldens.entries()) {
    const expected = golden.cases[caseIndex]!
    const side = record.sides[i]!
    const nColumns = expected.response_positions[1] - expected.response_positions[0]
    const matrix = golden.tensors.get(`${caseIndex}.importance`)!.data
    expect(side.ids).toEqual(expected.ids)
    expectColumnsClose(side.importance, matrix, nColumns, float32Tolerance)
    if (side.leaveOneOut) {
      const exact = golden.tensors.get(`${caseIndex}.leave_one_out`)!.data
      expectColumnsClose(side.leaveOneOut, exact, nColumns, float32Tolerance)
    }
    const found = sideSalience(side, record.instructionSpans, record.settings.salience)
    found.density.forEach((density, n) => expect(density).toBeCloseTo(expected.density[n]!, 3))
    expectShown(shown[side.role], expected.score)
  }
}

const givenCase = async (example: GoldenCase, mark: () => Promise<void>): Promise<void> => {
  const { page } = launched
  await editInputs(page)
  await writePrompt(page, example.prompt)
  await mark()
  expect(await markedTexts(page)).toEqual([example.instruction.text])
  await writeResponse(page, example.response)
}

describe('two folders given on the command line', () => {
  it('are on screen with what they are', async () => {
    const { page } = launched
    const slots = ['Base checkpoint', 'Tuned checkpoint']
    for (const slot of slots) {
      const group = page.getByRole('group', { name: slot, exact: true })
      expect(await group.textContent()).toMatch(/llama.*\/checkpoint.*llama, .* parameters/i)
    }
    expect(await page.locator('body').textContent()).not.toContain(repository)
  })

  it('give the reference’s numbers for an instruction marked with the mouse', async () => {
    const { page } = launched
    const example = goldens[0].cases[0]!
    await givenCase(example, () => markFirstLineByMouse(page))
    await runToResult(page, () => runButton(page).click())
    await expectGolden(0)
    expect((await newestRecord(page)).sides[0]!.leaveOneOut).toBeUndefined()
  })

  it('give the reference’s numbers for one marked with the keyboard, and for leave-one-out', async () => {
    const { page } = launched
    const example = goldens[0].cases[1]!
    await givenCase(example, () => markByKeys(page, example.instruction.text))
    await page.getByRole('checkbox', { name: 'Check against leave-one-out' }).check()
    await runToResult(page, () => page.keyboard.press('Control+Enter'))
    await expectGolden(1)
    expect((await newestRecord(page)).sides[0]!.leaveOneOut).toBeDefined()
    const rho = page.getByRole('row', { name: /Leave-one-out ρ/ }).getByRole('cell')
    for (const text of await rho.allTextContents()) expect(text).toMatch(/^[−]?[01]\.\d\d$/)
    await page.getByRole('radio', { name: 'Leave-one-out' }).check({ force: true })
    await launched.screenshot('golden-leave-one-out')
    await page.getByRole('radio', { name: 'Gradient' }).check({ force: true })
  })

  it.each(['own', 'length-matched'] as const)('are compared on %s responses', async (mode) => {
    const { page } = launched
    await editInputs(page)
    await page.getByRole('checkbox', { name: 'Check against leave-one-out' }).uncheck()
    await chooseResponse(page, mode)
    await page.getByRole('spinbutton', { name: 'Token limit' }).fill('12')
    await runToResult(page, () => runButton(page).click())
    const { sides, responseMode } = await newestRecord(page)
    expect(responseMode).toBe(mode)
    const lengths = sides.map(({ responsePositions: [start, end] }) => end - start)
    if (mode === 'length-matched') expect(lengths[0]).toBe(lengths[1])
    expect(Math.min(...lengths)).toBeGreaterThan(0)
    expect(sides[0]!.response).not.toBe(sides[1]!.response)
  })

  it('let a model write into the editor while one watches', async () => {
    const { page } = launched
    await editInputs(page)
    await page.getByRole('spinbutton', { name: 'Token limit' }).fill('120')
    await page.evaluate(() => {
      const seen: string[] = []
      Reflect.set(window, 'seenTexts', seen)
      const look = () => {
        const [, area] = document.querySelectorAll('textarea')
        if (area && area.value !== seen.at(-1)) seen.push(area.value)
        requestAnimationFrame(look)
      }
      look()
    })
    await page.getByRole('button', { name: 'Write with tuned' }).click()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await page.getByRole('button', { name: 'Write with tuned' }).waitFor({ timeout: 50_000 })
    const seen = await page.evaluate(() => Reflect.get(window, 'seenTexts') as string[])
    const written = await responseField(page).inputValue()
    expect(written.length).toBeGreaterThan(20)
    const parts = seen.filter((text) => text !== '' && text !== written)
    expect(parts.filter((text) => text.length < written.length).length).toBeGreaterThan(1)
  })
})

describe('a folder that arrives otherwise', () => {
  it('is put where it is dropped', async () => {
    const { page } = launched
    const base = page.getByRole('group', { name: 'Base checkpoint', exact: true })
    await dropFolder(page, folderOf('qwen3'), base)
    await expect.poll(() => base.textContent()).toContain('qwen3/checkpoint')
    expect(await promptField(page).isVisible()).toBe(true)
  })

  it('is refused by a handle that main never gave', async () => {
    const answer = await launched.page.evaluate(() =>
      window.shiftlens.call('checkpoint/open', { handle: 'Zm9yZ2VkLWhhbmRsZS1vZi1hLXBhZ2U' })
    )
    expect(answer).toMatchObject({ ok: false, error: { code: 'request/invalid' } })
  })

  it('leaves the console silent throughout', () => {
    expect(launched.consoleLines).toEqual([])
  })
})
