import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import type { Role } from '../../../../preload/data.ts'

/** Busy machines are slow; a run that has not ended by then has hung. */
export const runLimitMs = 50_000

export function mapOf(page: Page, role: Role): Locator {
  return page.getByRole('grid', { name: `Map of the ${role} model` })
}

/** Waits until a complete result is on screen: maps drawn, scores and signs of failure there. */
export async function waitForResult(page: Page, roles: readonly Role[] = ['base', 'tuned']) {
  await page
    .getByRole('region', { name: 'Reading' })
    .getByRole('table')
    .waitFor({ timeout: runLimitMs })
  for (const role of roles) await mapOf(page, role).waitFor()
}

/** The instruction scores as they stand on screen. */
export async function shownScores(page: Page): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(() => {
    const list = document.querySelector('section[aria-label="Instruction scores"] dl')
    const scores: Record<string, string> = {}
    for (const term of list?.querySelectorAll('dt') ?? []) {
      scores[term.textContent!.trim()] = term.nextElementSibling?.textContent?.trim() ?? ''
    }
    return scores
  })
}

/** A score of three digits after the point, as the window writes it. */
export function expectShown(shown: string | undefined, expected: number): void {
  expect(shown).toMatch(/^\d+\.\d{3}$/)
  // Half a unit of the last digit, and what goldens allow.
  expect(Math.abs(Number(shown) - expected)).toBeLessThanOrEqual(0.0005 + 0.001)
}

/** How many different colours a map's canvas holds: an empty canvas has one. */
export async function nColours(map: Locator): Promise<number> {
  return map.evaluate((grid) => {
    const canvas = grid.querySelector('canvas')!
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    const words = new Uint32Array(data.buffer)
    return new Set(words).size
  })
}
