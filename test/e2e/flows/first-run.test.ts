import { afterAll, beforeAll, expect, it } from 'vitest'
import { sideSalience } from '../../../preload/analysis/side-salience.ts'
import { attributionSettings } from '../../helpers/attribution-settings.ts'
import { expectCloseToLargest, float32Tolerance } from '../../helpers/close.ts'
import { runJob } from '../../helpers/run-job.ts'
import { launchApp, repository } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import {
  expectShown,
  mapOf,
  nColours,
  shownScores,
  waitForResult
} from './steps/attribution-view.ts'
import { reportFigure } from './steps/report-figure.ts'
import { newestRecord } from './steps/stored-results.ts'

let launched: LaunchedApp
beforeAll(async () => {
  launched = await launchApp()
})
afterAll(() => launched.close())

it('attributes the bundled pair with one click: both maps, both scores, in the library', async () => {
  const { page } = launched
  const startedMs = performance.now()
  await page.getByRole('button', { name: 'Attribute the sample pair' }).click()
  await waitForResult(page)
  reportFigure('sample pair, from the click', (performance.now() - startedMs) / 1000, 's', '10 s')
  expect(await nColours(mapOf(page, 'base'))).toBeGreaterThan(20)
  expect(await nColours(mapOf(page, 'tuned'))).toBeGreaterThan(20)
  await launched.screenshot('first-run')

  const found = await newestRecord(page)
  const [start, end] = found.instructionSpans[0]!
  expect([...found.prompt].slice(start, end).join('')).toBe('Give me the first two sentences.')
  const expected = await runJob({
    kind: 'attribution',
    request: {
      base: `${repository}/resources/sample/base`,
      tuned: `${repository}/resources/sample/tuned`,
      settings: attributionSettings({
        prompt: found.prompt,
        response: found.sides[0]!.response,
        instructionSpans: found.instructionSpans
      })
    }
  })
  if (expected.kind !== 'attribution') throw new Error(expected.kind)
  const shown = await shownScores(page)
  for (const [i, side] of expected.record.sides.entries()) {
    const { score } = sideSalience(side, found.instructionSpans, found.settings.salience)
    expect(found.sides[i]!.ids).toEqual(side.ids)
    // Not by column: where a token is all but certain, a column is rounding of float32 only.
    expectCloseToLargest(found.sides[i]!.importance, side.importance, float32Tolerance)
    expectShown(shown[side.role], score!)
  }
  expect(launched.consoleLines).toEqual([])
})
