import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { AttributionRecord } from '../../../preload/data.ts'
import { launchApp } from '../launch.ts'
import type { LaunchedApp } from '../launch.ts'
import { waitForResult } from './steps/attribution-view.ts'
import { isHalfWay, newestJob, waitForJob } from './steps/jobs.ts'
import { sampleFolders, startLongRun } from './steps/long-run.ts'
import { jobWorkerPid, servicePid } from './steps/processes.ts'
import { reportFigure } from './steps/report-figure.ts'
import { expectSameBytes } from './steps/same-result.ts'
import { newestRecord, storedRows } from './steps/stored-results.ts'

const limitMs = 120_000
let undisturbed: AttributionRecord

async function inWindow<T>(work: (launched: LaunchedApp) => Promise<T>): Promise<T> {
  const launched = await launchApp({ args: sampleFolders })
  try {
    await launched.page.getByText('sample/tuned').first().waitFor()
    await startLongRun(launched.page)
    const answer = await work(launched)
    expect(launched.consoleLines).toEqual([])
    return answer
  } finally {
    await launched.close()
  }
}

/** Collects what the window is told from now on; the answer reads it. */
async function followPhases(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const phases: string[] = []
    Reflect.set(window, 'toldPhases', phases)
    window.shiftlens.on('job/changed', ({ phase }) => void phases.push(phase))
  })
  return () => page.evaluate(() => [...(Reflect.get(window, 'toldPhases') as string[])])
}

beforeAll(async () => {
  undisturbed = await inWindow(async ({ page }) => {
    await waitForJob(page, ({ state }) => state === 'running')
    const startedMs = performance.now()
    await waitForResult(page)
    reportFigure('the long run, undisturbed', (performance.now() - startedMs) / 1000, 's', '-')
    return newestRecord(page)
  })
}, limitMs)

it(
  'stops a run that is cancelled, keeps its units, and ends it as if nothing had been',
  () =>
    inWindow(async ({ page, screenshot }) => {
      await waitForJob(page, isHalfWay)
      await page.getByText('Partial: still being computed.').waitFor()

      const clickedMs = performance.now()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page
        .getByText(/cancelling|the run stopped before its end/)
        .first()
        .waitFor()
      reportFigure('cancel acknowledged', performance.now() - clickedMs, 'ms', '1,000 ms')
      const cancelled = await waitForJob(page, ({ state }) => state === 'cancelled', 20_000)
      reportFigure('cancel effective', performance.now() - clickedMs, 'ms', '5,000 ms')
      expect(cancelled.unitsDone).toBeGreaterThan(0)
      expect(await storedRows(page)).toEqual([])

      await page.getByText('Partial: the run stopped before its end.').waitFor()
      await screenshot('cancelled')
      await page.waitForTimeout(300)
      expect((await newestJob(page)).unitsDone).toBe(cancelled.unitsDone)
      await page.getByRole('button', { name: 'Resume' }).click()
      const going = await waitForJob(page, ({ state }) => state === 'running')
      expect(going.unitsDone).toBeGreaterThanOrEqual(cancelled.unitsDone)
      await waitForResult(page)
      expectSameBytes(await newestRecord(page), undisturbed)
    }),
  limitMs
)

it(
  'goes on by itself when the worker is killed, from the units that are done',
  () =>
    inWindow(async ({ app, page, screenshot }) => {
      const phases = await followPhases(page)
      const before = await waitForJob(page, isHalfWay)
      const worker = jobWorkerPid(app)
      expect(worker).not.toBeNull()
      process.kill(worker!, 'SIGKILL')
      // On screen it stands for as long as a worker takes to start.
      await expect.poll(phases).toContain('restarting the worker')
      await screenshot('worker-killed')
      const after = await waitForJob(page, () => jobWorkerPid(app) !== null)
      expect(after.unitsDone).toBeGreaterThanOrEqual(before.unitsDone)
      await waitForResult(page)
      expectSameBytes(await newestRecord(page), undisturbed)
    }),
  limitMs
)

it(
  'says that the service was killed, offers to go on, and ends with the same bytes',
  () =>
    inWindow(async ({ app, page, screenshot }) => {
      const before = await waitForJob(page, isHalfWay)
      const service = servicePid(app)
      process.kill(service!, 'SIGKILL')
      await page
        .getByText(/interrupted: the service was killed from outside/)
        .first()
        .waitFor()
      await page.getByText('Partial: the run stopped before its end.').waitFor()
      await screenshot('service-killed')
      expect(servicePid(app)).not.toBe(service)

      // The window is as usable as before.
      await page.getByRole('tab', { name: 'Library' }).click()
      await page.getByText('Everything that you compute is kept here').waitFor()
      await page.getByRole('tab', { name: 'Attribution' }).click()

      const interrupted = await newestJob(page)
      expect(interrupted.state).toBe('interrupted')
      expect(interrupted.unitsDone).toBeGreaterThanOrEqual(before.unitsDone)
      await page.getByRole('button', { name: 'Resume' }).first().click()
      await waitForResult(page)
      expectSameBytes(await newestRecord(page), undisturbed)
    }),
  limitMs
)
