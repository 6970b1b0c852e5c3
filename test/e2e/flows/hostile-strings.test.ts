import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { axeProblems } from './steps/find-axe-problems.ts'
import { hostileCheckpoint, hostileTokens } from './steps/hostile-checkpoint.ts'
import { markFirstLineByMouse, runButton, writePrompt, writeResponse } from './steps/inputs.ts'
import { runToResult } from './steps/jobs.ts'
import { setTheme } from './steps/look.ts'

const place = mkdtempSync(join(tmpdir(), 'shiftlens-hostile-'))
// A text field keeps no NUL, and neither does a prompt that is typed.
const typed = hostileTokens.map((token) => token.replaceAll('\u0000', ''))
let launched: LaunchedApp

beforeAll(async () => {
  launched = await launchApp({
    args: [hostileCheckpoint(place, 'llama'), hostileCheckpoint(place, 'llama-tuned', 'tuned')]
  })
  const { page } = launched
  await page.evaluate(() => {
    const violations: string[] = []
    Reflect.set(window, 'violations', violations)
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.push(`${effectiveDirective} ${blockedURI}`)
    )
  })
  await page
    .getByText(/\/tuned$/)
    .first()
    .waitFor()
  await writePrompt(page, `Read ${typed.join(' ')} aloud.\nNow.`)
  await markFirstLineByMouse(page)
  await writeResponse(page, `Gladly: ${typed.join('')}`)
  await runToResult(page, () => runButton(page).click())
})
afterAll(async () => {
  await launched.close()
  rmSync(place, { recursive: true, force: true })
})

/** What must never be in the page, wherever in it. */
async function expectHarmless(): Promise<void> {
  const found = await launched.page.evaluate(() => {
    // Not what is typed: a field shows its text as it is, so that it can be edited.
    const hidden = /[\u0000-\u0008\u000B-\u001F\u007F\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/
    const bad: string[] = []
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isMirror = node.parentElement?.closest('.marks, style, script, textarea')
      if (!isMirror && hidden.test(node.nodeValue ?? '')) bad.push(`text ${node.nodeValue}`)
    }
    for (const element of document.querySelectorAll('*')) {
      if (element.closest('.marks')) continue
      for (const { name, value } of element.attributes) {
        // The value of a choice is never shown, only its text.
        if (element.localName === 'option' && name === 'value') continue
        if (hidden.test(value)) bad.push(`${element.localName} ${name}=${value}`)
        if (name.startsWith('on')) bad.push(`${element.localName} ${name}`)
      }
    }
    return {
      bad,
      elements: document.querySelectorAll('#app img, #app script, #app iframe, #app object').length,
      wasRun: Reflect.get(window, 'wasRun') as unknown,
      violations: Reflect.get(window, 'violations') as string[]
    }
  })
  expect(found).toEqual({ bad: [], elements: 0, wasRun: undefined, violations: [] })
}

it('shows hostile tokens and names as text, with what would hide or reorder as an escape', async () => {
  const { page } = launched
  const strip = page.getByRole('region', { name: 'Tokens' })
  const text = (await strip.textContent())!
  for (const part of [
    '<img',
    'onerror="window.wasRun=1">',
    '<script>',
    '\\u{202E}gnp.exe\\u{2066}',
    '\\u{001B}[31m\\u{0007}',
    '\\u{200B}',
    '\\u{FEFF}'
  ]) {
    expect(text).toContain(part)
  }
  const slot = page.getByRole('group', { name: 'Base checkpoint', exact: true })
  expect(await slot.textContent()).toContain('<img src=x onerror=wasRun=3>\\u{202E}fdp')
  await expectHarmless()
  await launched.screenshot('hostile')
})

it('keeps the policy with every dialog and menu open', async () => {
  const { page } = launched
  const open = async (show: () => Promise<void>, role: 'dialog' | 'menu', name?: string) => {
    await show()
    const floating = page.getByRole(role, name === undefined ? {} : { name })
    await floating.first().waitFor()
    await expectHarmless()
    await page.keyboard.press('Escape')
    await floating.first().waitFor({ state: 'hidden' })
  }
  await open(() => page.keyboard.press('Control+Shift+P'), 'dialog', 'All actions')
  await open(() => page.keyboard.press('Control+,'), 'dialog', 'Settings')
  await page.getByRole('tab', { name: 'Attribution' }).focus()
  await open(() => page.keyboard.press('?'), 'dialog', 'Keys')
  await open(() => page.getByRole('button', { name: 'Export' }).click(), 'menu')
  for (const side of ['Base', 'Tuned']) {
    await open(
      () => page.getByRole('button', { name: `${side} checkpoint: choose` }).click(),
      'menu'
    )
  }
  await page.getByRole('button', { name: 'Edit inputs' }).click()
  await page.getByRole('button', { name: 'Advanced' }).click()
  await expectHarmless()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
})

it('shows them in the library too: title, models, prompt, tag and note', async () => {
  const { page } = launched
  await page.getByRole('tab', { name: 'Library' }).click()
  await page.getByRole('grid', { name: 'Results' }).focus()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(typed.join(' '))
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'New tag' }).fill(typed[2]!)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Note' }).fill(typed.join('\n'))
  const detail = page.getByRole('article')
  await detail.getByRole('heading', { name: '\\u{202E}gnp.exe\\u{2066}' }).waitFor()
  await detail.getByText('\\u{202E}gnp.exe\\u{2066}', { exact: true }).waitFor()
  await page.getByRole('grid', { name: 'Results' }).focus()
  await expectHarmless()
  await launched.screenshot('hostile-library')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Tokens' }).waitFor()
  await expectHarmless()
})

it.each(['light', 'dark'] as const)(
  'breaks no rule of WCAG 2.2 AA in result, editors, library and settings, in %s',
  async (theme) => {
    const { page } = launched
    await setTheme(page, theme)
    await page.getByRole('tab', { name: 'Attribution' }).click()
    expect(await axeProblems(page), 'result').toEqual([])
    await page.getByRole('button', { name: 'Edit inputs' }).click()
    expect(await axeProblems(page), 'editors').toEqual([])
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.getByRole('grid', { name: 'Results' }).focus()
    await page.keyboard.press('Home')
    expect(await axeProblems(page), 'library').toEqual([])
    await page.keyboard.press('Control+,')
    await page.getByRole('dialog', { name: 'Settings' }).waitFor()
    expect(await axeProblems(page), 'settings').toEqual([])
    await page.keyboard.press('Escape')
  }
)

it('says nothing on the console', () => {
  expect(launched.consoleLines).toEqual([])
})
