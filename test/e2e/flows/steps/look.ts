import type { Page } from 'playwright-core'
import type { Settings } from '../../../../preload/data.ts'

/** Sets a theme through the settings, as the dialog does, and waits until it is on screen. */
export async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  const name: Record<Exclude<Settings['theme'], 'system'>, string> = {
    light: 'Light',
    dark: 'Dark'
  }
  await dialog.getByRole('radio', { name: name[theme] }).check({ force: true })
  await page.waitForFunction(
    (wanted) => document.documentElement.dataset['theme'] === wanted,
    theme
  )
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
}
