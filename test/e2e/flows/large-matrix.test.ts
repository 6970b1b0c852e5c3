import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeResultFile } from '../../../main/service/store/results/result-file.ts'
import { resultKey } from '../../../main/service/store/results/result-key.ts'
import { syntheticRecord } from '../../helpers/fake-attribution.ts'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { mapOf, shownScores, waitForResult } from './steps/attribution-view.ts'
import { answerOpen } from './steps/dialogs.ts'
import { reportFigure } from './steps/report-figure.ts'

const nPrompt = 500
const nResponse = 1_000
const place = mkdtempSync(join(tmpdir(), 'shiftlens-large-'))
let launched: LaunchedApp

beforeAll(async () => {
  const keyFields = { made: 'for a measurement' }
  const file = join(place, 'large.shiftlens')
  writeFileSync(
    file,
    encodeResultFile({
      kind: 'attribution',
      resultId: resultKey(keyFields),
      keyFields,
      title: 'Large',
      note: '',
      tags: [],
      record: syntheticRecord(nPrompt, nResponse)
    })
  )
  launched = await launchApp()
  const { page, app } = launched
  await answerOpen(app, file)
  await page.getByRole('tab', { name: 'Library' }).click()
  await page
    .getByRole('button', { name: /^Import/ })
    .last()
    .click()
  await page.getByText('Imported one result').waitFor()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await waitForResult(page)
  await page.waitForTimeout(1_000)
})
afterAll(async () => {
  await launched.close()
  rmSync(place, { recursive: true, force: true })
})

interface Frames {
  /** Milliseconds between the frames in which the map was drawn anew. */
  readonly gapsMs: readonly number[]
  readonly elapsedMs: number
}

/** Moves over the map, an event every few milliseconds as a hand does, and notes when it is drawn. */
async function framesDuring(gesture: 'wheel' | 'drag', durationMs = 2_000): Promise<Frames> {
  return mapOf(launched.page, 'base').evaluate(
    async (grid, { gesture, durationMs }) => {
      const box = grid.getBoundingClientRect()
      const centre = { x: box.left + box.width * 0.6, y: box.top + box.height * 0.6 }
      const drawnMs: number[] = []
      const note = () => drawnMs.push(performance.now())
      grid.addEventListener('matrixframe', note)
      const pointer = (type: string, x: number, y: number) =>
        grid.dispatchEvent(
          new PointerEvent(type, { pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true })
        )
      // A made-up pointer cannot be captured; the real one was tried with the mouse.
      grid.setPointerCapture = () => undefined
      const startedMs = performance.now()
      if (gesture === 'drag') pointer('pointerdown', centre.x, centre.y)
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          const t = (performance.now() - startedMs) / durationMs
          if (t >= 1) {
            clearInterval(timer)
            resolve()
          } else if (gesture === 'drag') {
            const angle = t * 12
            pointer('pointermove', centre.x + 90 * Math.cos(angle), centre.y + 90 * Math.sin(angle))
          } else {
            const deltaY = Math.floor(t * 4) % 2 === 0 ? -12 : 12
            const at = { clientX: centre.x, clientY: centre.y, deltaY }
            grid.dispatchEvent(new WheelEvent('wheel', { ...at, bubbles: true, cancelable: true }))
          }
        }, 8)
      })
      if (gesture === 'drag') pointer('pointerup', centre.x, centre.y)
      grid.removeEventListener('matrixframe', note)
      return {
        gapsMs: drawnMs.slice(1).map((at, i) => at - drawnMs[i]!),
        elapsedMs: performance.now() - startedMs
      }
    },
    { gesture, durationMs }
  )
}

it('zooms and pans a map of 500 × 1,000, and prints how smoothly', async () => {
  for (const gesture of ['wheel', 'drag'] as const) {
    const { gapsMs, elapsedMs } = await framesDuring(gesture)
    expect(gapsMs.length).toBeGreaterThan(5)
    const sorted = gapsMs.toSorted((a, b) => a - b)
    const name = gesture === 'wheel' ? 'zooming' : 'panning'
    const fps = (gapsMs.length * 1_000) / elapsedMs
    reportFigure(`500 × 1,000, ${name}`, fps, 'frames a second', '30')
    reportFigure(
      `500 × 1,000, ${name}, slowest in twenty`,
      sorted[Math.floor(sorted.length * 0.95)]!,
      'ms',
      '33 ms'
    )
  }
  await launched.screenshot('large-matrix')
})

it.each([
  ['levels', 'L', '20'],
  ['threshold', 'b', '3'],
  ['norm', 'p', '2']
])('redraws at once when the %s change', async (label, symbol, value) => {
  const { page } = launched
  const before = await shownScores(page)
  const field = page.getByRole('spinbutton', { name: `${label}, number` })
  const tookMs = await field.evaluate(
    (element, value) =>
      new Promise<number>((resolve) => {
        const input = element as HTMLInputElement
        const startedMs = performance.now()
        input.value = value
        input.dispatchEvent(new Event('input', { bubbles: true }))
        // Two frames: the change is drawn in the first and is on screen with the second.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(performance.now() - startedMs))
        )
      }),
    value
  )
  reportFigure(`500 × 1,000, a change of ${symbol}`, tookMs, 'ms', '100 ms')
  expect(await shownScores(page)).not.toEqual(before)
})

it('moves by hand as well: the real mouse drags, the real wheel zooms', async () => {
  const { page } = launched
  const map = mapOf(page, 'base')
  await page.keyboard.press('Escape')
  const picture = () => map.evaluate((grid) => grid.querySelector('canvas')!.toDataURL())
  const box = (await map.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6)
  const whole = await picture()
  await page.mouse.wheel(0, -600)
  await expect.poll(picture).not.toBe(whole)
  const zoomed = await picture()
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6 + 60, box.y + box.height * 0.6 + 30, { steps: 5 })
  await page.mouse.up()
  await expect.poll(picture).not.toBe(zoomed)
})
