import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Every broken rule of WCAG 2.2 AA on what is on screen now, with the markup that breaks it. */
export async function axeProblems(page: Page): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // An Electron window has no second page to put the merged results of frames into.
    .setLegacyMode()
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
