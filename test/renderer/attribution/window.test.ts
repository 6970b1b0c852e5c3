/** The Attribution tab in a browser, with the real policy and a fake bridge. Needs a Chromium. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerWith,
  goldenRecord,
  runSample,
  savedPictures,
  syntheticRecord
} from '../../helpers/fake-attribution.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'

const record = goldenRecord()
const prompt = 'Give me the first two sentences.'

const requestOf = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.fakeBridge.calls.findLast((call) => call.name === wanted)?.request,
    name
  )
const tellJob = (page: Page, changes: Parameters<typeof jobStatus>[0]) =>
  page.evaluate(
    (status) => window.fakeBridge.emit('job/changed', status),
    jobStatus({ jobId: 'job-new', ...changes })
  )

describe.skipIf(!hasChromium)('the Attribution tab', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it('attributes the sample with one click and shows both maps, without a complaint', async () => {
    const { page, complaints, seriousFindings, close } = await pages.open()
    await runSample(page, record)
    expect(await page.getByRole('grid').count()).toBe(2)
    expect(await requestOf(page, 'attribution/start')).toMatchObject({
      base: 'base',
      tuned: 'tuned',
      settings: { respond: 'given', instructionSpans: [[0, 32]], estimator: 'gradient' }
    })
    expect(await page.getByLabel('Instruction scores').innerText()).toMatch(
      /1\.097[\s\S]*1\.323[\s\S]*\+0\.226/
    )
    expect(await page.getByText('The gradient disagrees with leave-one-out').count()).toBe(2)
    expect(await seriousFindings()).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding, %s',
    async (colorScheme) => {
      const { page, complaints, seriousFindings, close } = await pages.open({}, { colorScheme })
      await runSample(page, record)
      for (const step of ['Difference', 'Both', 'Normalised', 'Raw', 'Word', 'Leave-one-out']) {
        await page.getByText(step, { exact: true }).click()
      }
      await page.getByText('Edit inputs').click()
      await page.getByText('Advanced').click()
      expect(await seriousFindings()).toEqual([])
      expect(await page.evaluate(() => document.body.scrollWidth <= window.innerWidth)).toBe(true)
      expect(complaints).toEqual([])
      await close()
    }
  )

  it('draws partial results and says so, then the whole one', async () => {
    const { page, close } = await pages.open()
    await answerWith(page, record)
    await page.getByRole('button', { name: 'Attribute the sample pair' }).click()
    await tellJob(page, { state: 'running', phase: 'base: attributing', unitsDone: 0 })
    await page.locator('.view').getByText('base: attributing').waitFor()
    await tellJob(page, { state: 'running', unitsDone: 3 })
    await page.getByText('Partial: still being computed').waitFor()
    expect(await page.getByRole('grid').count()).toBe(2)
    await tellJob(page, { state: 'cancelled', unitsDone: 3 })
    await page.getByText('Partial: the run stopped before its end').waitFor()
    await tellJob(page, { state: 'done', resultId: 'result-new' })
    await page.getByText(/^Partial/).waitFor({ state: 'detached' })
    await close()
  })

  it('moves through the grid by keyboard and tells each cell', async () => {
    const { page, close } = await pages.open()
    await runSample(page, record)
    const cell = page.getByRole('gridcell').first()
    await cell.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('PageDown')
    await page.keyboard.press('ArrowUp')
    expect(await cell.getAttribute('aria-colindex')).toBe('18')
    expect(await page.locator('[role=row]').first().getAttribute('aria-rowindex')).toBe('10')
    expect(await cell.getAttribute('aria-label')).toMatch(
      /^␣to, id 367, position 10, instruction; for \./
    )
    expect(await page.locator('[aria-live=polite]', { hasText: 'id 367' }).count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByText('response token 18 of 18').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('coloured by importance density').waitFor()
    await close()
  })

  it('marks an instruction with the mouse and with the keyboard, counted in code points', async () => {
    const { page, close } = await pages.open({ hasPair: true })
    const editor = page.getByLabel('Prompt', { exact: true })
    await editor.fill('  🙂 Say it. Then stop.')
    await editor.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 12))
    await page.getByRole('button', { name: 'Mark as instruction' }).click()
    await page.getByRole('button', { name: 'Remove the mark on “Say it.”' }).waitFor()
    await editor.press('End')
    for (let i = 0; i < 5; i++) await editor.press('Shift+ArrowLeft')
    await editor.press('Control+i')
    await page.getByRole('button', { name: 'Remove the mark on “stop.”' }).waitFor()
    await editor.press('Control+Home')
    await editor.pressSequentially('Now: ')
    await page.getByLabel('Response', { exact: true }).first().fill('It.')
    await editor.press('Control+Enter')
    await expect
      .poll(() => requestOf(page, 'attribution/start'))
      .toMatchObject({
        settings: {
          prompt: 'Now:   🙂 Say it. Then stop.',
          response: 'It.',
          instructionSpans: [
            [9, 16],
            [22, 27]
          ]
        }
      })
    await close()
  })

  it('says what is missing, and what a run would cost', async () => {
    const { page, close } = await pages.open({ hasPair: true })
    await page.getByText('Write or paste a prompt.').waitFor()
    expect(await page.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true)
    await page.getByLabel('Prompt', { exact: true }).fill(prompt)
    await page.getByText('Write or paste a response, or let').first().waitFor()
    await page.getByRole('button', { name: 'Propose' }).click()
    await page.getByRole('button', { name: `Remove the mark on “${prompt}”` }).waitFor()
    await page.getByRole('button', { name: 'Write with tuned' }).click()
    await page.evaluate(() => {
      const text = { jobId: 'job-text', role: 'tuned' as const, nTokens: 2, isComplete: false }
      window.fakeBridge.emit('generation/text', { ...text, text: 'One day' })
    })
    const response = page.locator('textarea').nth(1)
    await expect.poll(() => response.inputValue()).toBe('One day')
    await page.evaluate(() => {
      const text = { jobId: 'job-text', role: 'tuned' as const, nTokens: 4, isComplete: true }
      window.fakeBridge.emit('generation/text', { ...text, text: 'One day Omar went.' })
    })
    await page.getByText('60 + 20 tokens · reverse 2 GFLOP (forward 9 GFLOP)').first().waitFor()
    expect(await response.inputValue()).toBe('One day Omar went.')
    expect(await page.getByRole('button', { name: 'Run' }).isEnabled()).toBe(true)
    await close()
  })

  it('recomputes the scores while a slider moves, without a call', async () => {
    const { page, close } = await pages.open()
    await runSample(page, record)
    const before = await page.evaluate(() => window.fakeBridge.calls.length)
    await page.getByLabel('threshold, number').fill('2')
    const scores = await page.getByLabel('Instruction scores').innerText()
    expect(scores).not.toContain('1.097')
    expect(await page.evaluate(() => window.fakeBridge.calls.length)).toBe(before)
    // Another setting is no reason to forget it.
    await page.evaluate(() => window.fakeBridge.emit('menu/action', 'theme/dark'))
    await page.locator('[data-theme=dark]').waitFor()
    expect(await page.getByLabel('threshold, number').inputValue()).toBe('2')
    await page.getByRole('button', { name: 'Reset' }).click()
    expect(await page.getByLabel('Instruction scores').innerText()).toContain('1.097')
    await close()
  })

  it('saves the picture as PNG and SVG, the numbers as CSV and JSON', async () => {
    const { page, complaints, close } = await pages.open()
    await runSample(page, record)
    for (const name of ['Picture as PNG', 'Picture as SVG', 'Numbers as CSV', 'Numbers as JSON']) {
      const { length } = await savedPictures(page)
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name }).click()
      await expect.poll(async () => (await savedPictures(page)).length).toBe(length + 1)
    }
    const [png, svg, csv, json] = await savedPictures(page)
    expect([...png!.bytes.slice(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47])
    expect(png!.bytes.length).toBeGreaterThan(20_000)
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
    // The PNG was drawn from the SVG, which a browser refuses to draw unless it is well-formed.
    expect(text(svg!.bytes)).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>$/
    )
    expect(text(csv!.bytes)).toContain('base,1,␣T,350,1')
    expect(JSON.parse(text(json!.bytes)).format).toBe('shiftlens-view')
    expect(complaints).toEqual([])
    await close()
  })

  it('opens a stored result with no checkpoint there', async () => {
    const { page, close } = await pages.open({ nResults: 1 })
    await answerWith(page, record)
    await page
      .getByRole('button', { name: /Give me the first two sentences/ })
      .first()
      .click()
    await page.getByRole('grid').first().waitFor()
    await page.getByText('Use these inputs').click()
    expect(await page.getByLabel('Prompt', { exact: true }).inputValue()).toBe(record.prompt)
    await page.getByText('Open a checkpoint in the side bar.').waitFor()
    await close()
  })

  it('tells an empty answer in words, and differing tokenizers', async () => {
    const [base, tuned] = record.sides
    const { leaveOneOut: _, ...bare } = base!
    const none = { response: '', responsePositions: [31, 31] as const, direction: null }
    const empty = { importance: new Float32Array(0), probability: new Float32Array(0) }
    const opened = await pages.open()
    await runSample(opened.page, {
      ...record,
      responseMode: 'own',
      sides: [{ ...bare, ...none, ...empty }, tuned!]
    })
    await opened.page.getByText('The model answered nothing, so there is no map.').waitFor()
    expect(await opened.page.getByRole('grid').count()).toBe(1)
    expect(await opened.page.getByText('Difference', { exact: true }).count()).toBe(0)
    await opened.close()

    const mixed = await pages.open()
    await runSample(mixed.page, goldenRecord(0, ['llama', 'qwen2']))
    await mixed.page.getByText('aligned by words').first().waitFor()
    await mixed.close()
  })

  it('shows hostile tokens as text', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', '\u202egnp.exe', '\u001b[31m', '\u200b']
    const sides = record.sides.map((side) => ({
      ...side,
      tokens: side.tokens.map((token, t) =>
        t > 0 && t <= hostile.length ? hostile[t - 1]! : token
      )
    }))
    const { page, complaints, close } = await pages.open()
    await runSample(page, { ...record, sides })
    const strip = await page.getByLabel('Prompt and response tokens').innerText()
    expect(strip).toContain('<img␣src=x␣onerror=alert(1)>')
    expect(strip).toContain('\\u{202E}gnp.exe')
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('pans and zooms a 500 x 1,000 matrix at 30 frames a second', async () => {
    const { page, close } = await pages.open({}, { width: 1920, height: 1080 })
    await runSample(page, syntheticRecord(500, 1000))
    await page.waitForTimeout(1000)
    const { frames, nDrawn } = await page.evaluate(panAndZoom)
    frames.sort((a, b) => a - b)
    const median = frames[Math.floor(frames.length / 2)]!
    console.log(
      `500 x 1,000: median ${median.toFixed(1)} ms a frame, ${nDrawn} draws in ${frames.length} frames`
    )
    expect(nDrawn).toBeGreaterThan(1.5 * frames.length)
    expect(median).toBeLessThan(1000 / 30)
    await close()
  })
})

/** Runs in the page: 180 frames of zooming and panning with the wheel; both maps are drawn in each. */
async function panAndZoom(): Promise<{ frames: number[]; nDrawn: number }> {
  const grid = document.querySelector('[role=grid]')!
  const box = grid.getBoundingClientRect()
  const place = { clientX: box.left + box.width * 0.6, clientY: box.top + box.height * 0.6 }
  let nDrawn = 0
  document.addEventListener('matrixframe', () => nDrawn++)
  const frames: number[] = []
  let last = performance.now()
  for (let i = 0; i < 180; i++) {
    const zooms = i < 90
    const event = {
      ...place,
      deltaY: zooms ? (i % 60 < 40 ? -60 : 60) : 1,
      deltaX: zooms ? 0 : 60 * Math.sin(i / 9)
    }
    grid.dispatchEvent(new WheelEvent('wheel', { ...event, bubbles: true, cancelable: true }))
    await new Promise((done) => requestAnimationFrame(done))
    // Real input comes between frames, not while one is made.
    await new Promise((done) => setTimeout(done))
    frames.push(performance.now() - last)
    last = performance.now()
  }
  return { frames, nDrawn }
}
