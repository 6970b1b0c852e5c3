import type { Page } from 'playwright-core'
import type { RespondMode } from '../../../../preload/data.ts'

export const promptField = (page: Page) =>
  page.getByRole('textbox', { name: 'Prompt', exact: true })
export const responseField = (page: Page) =>
  page.getByRole('textbox', { name: 'Response', exact: true })
export const runButton = (page: Page) => page.getByRole('button', { name: 'Run', exact: true })

/** Brings the editors on screen, whatever is shown now. */
export async function editInputs(page: Page): Promise<void> {
  const edit = page.getByRole('button', { name: 'Edit inputs' })
  if (await edit.isVisible()) await edit.click()
  await promptField(page).waitFor()
}

export async function writePrompt(page: Page, prompt: string): Promise<void> {
  await promptField(page).fill(prompt)
}

export async function writeResponse(page: Page, response: string): Promise<void> {
  await chooseResponse(page, 'given')
  await responseField(page).fill(response)
}

export async function chooseResponse(page: Page, mode: RespondMode): Promise<void> {
  await page.getByRole('combobox', { name: 'Response' }).selectOption(mode)
}

/** Selects the prompt's first line by dragging over it, and marks it with the button. */
export async function markFirstLineByMouse(page: Page): Promise<void> {
  const area = promptField(page)
  await area.evaluate((element) => (element.scrollTop = 0))
  const box = (await area.boundingBox())!
  const y = box.y + (await firstLineMiddle(page))
  await page.mouse.move(box.x + 3, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 })
  await page.mouse.move(box.x + box.width - 20, y, { steps: 4 })
  await page.mouse.up()
  await page.getByRole('button', { name: 'Mark as instruction' }).click()
}

/** Selects a part of the prompt with arrow keys and marks it with Ctrl+I. */
export async function markByKeys(page: Page, text: string): Promise<void> {
  const start = (await promptField(page).inputValue()).indexOf(text)
  if (start < 0) throw new Error(`"${text}" is not in the prompt`)
  await promptField(page).focus()
  await page.keyboard.press('Control+Home')
  for (let i = 0; i < start; i++) await page.keyboard.press('ArrowRight')
  for (let i = 0; i < text.length; i++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+I')
}

/** What is marked, as the list below the prompt says it. */
export async function markedTexts(page: Page): Promise<readonly string[]> {
  return page.getByRole('list', { name: 'Marked instruction' }).locator('.piece').allTextContents()
}

async function firstLineMiddle(page: Page): Promise<number> {
  return promptField(page).evaluate((element) => {
    const style = getComputedStyle(element)
    return parseFloat(style.paddingTop) + parseFloat(style.lineHeight) / 2
  })
}
