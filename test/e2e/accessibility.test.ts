import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchApp } from './launch.ts'
import type { LaunchedApp } from './launch.ts'

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

it.each(['light', 'dark'] as const)(
  'the first view breaks no rule of WCAG 2.2 AA, in %s',
  async (theme) => {
    await launched.page.evaluate(async (wanted) => {
      const settings = await window.shiftlens.call('settings/read', {})
      if (settings.ok) {
        await window.shiftlens.call('settings/write', {
          ...settings.value,
          theme: wanted,
          hasSeenTour: true
        })
      }
    }, theme)
    await launched.page.reload()
    await launched.page.waitForSelector('#app > *')
    await launched.page.waitForFunction(
      (wanted) => document.documentElement.dataset['theme'] === wanted,
      theme
    )
    const axe = new AxeBuilder({ page: launched.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      // An Electron window has no second page to put the merged results of frames into.
      .setLegacyMode()
    const { violations, passes } = await axe.analyze()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`
    )
    expect(found).toEqual([])
    expect(passes.length).toBeGreaterThan(10)
    await launched.screenshot(`first-view-${theme}`)
  }
)
