/** The whole window in a browser: policy, accessibility, keys, layout. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorReport } from '../../../preload/contract.ts'
import { jobStatus } from '../../helpers/job-status.ts'
import {
  hasChromium,
  startRenderer,
  type RendererPage,
  type RendererPages
} from '../../helpers/renderer-page.ts'

const recents = [
  { handle: 'a', label: 'models/SmolLM2-135M', isMissing: false },
  { handle: 'c', label: 'old/llama-7b', isMissing: true }
]
const cutShort: ErrorReport = {
  code: 'checkpoint/malformed',
  message: 'tensor "lm_head.weight": ends at byte 538091520, the file has 410222592 bytes',
  hint: 'Download the file again; it was cut short.',
  file: 'SmolLM2-135M/model.safetensors',
  offsetBytes: 410_222_592
}
const everyJob = [
  jobStatus(),
  jobStatus({ jobId: 'paused', state: 'paused', title: 'Paused one' }),
  jobStatus({ jobId: 'interrupted', state: 'interrupted', title: 'Interrupted one' }),
  jobStatus({
    jobId: 'failed',
    state: 'failed',
    title: 'Failed one',
    error: {
      code: 'engine/out-of-memory',
      message: 'needs 3.2 GB, 2.1 GB are free',
      hint: 'Choose streamed memory.'
    }
  })
]

describe.skipIf(!hasChromium)('the window', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  /** Opens every floating part in turn and looks at each with axe. */
  async function walk({ page, seriousFindings }: RendererPage): Promise<string[]> {
    const findings: string[] = []
    const look = async (where: string) => {
      for (const finding of await seriousFindings()) findings.push(`${where}: ${finding}`)
    }
    await look('start')
    await page.getByLabel('Base checkpoint: choose').click()
    await page.getByRole('menuitem').first().waitFor()
    await look('menu')
    await page.keyboard.press('Escape')
    for (const [keys, name] of [
      ['Control+Shift+P', 'All actions'],
      ['Control+,', 'Settings'],
      ['?', 'Keys']
    ] as const) {
      await page.keyboard.press(keys)
      await page.getByRole('dialog', { name }).waitFor()
      await look(name)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' })
    }
    await page.getByText('Write a short mail').first().click()
    await page.locator('[data-tour=maps]').waitFor()
    await look('result')
    await page.evaluate(() => window.fakeBridge.emit('menu/action', 'tour/start'))
    await page.getByRole('dialog', { name: 'Two checkpoints' }).waitFor()
    await look('tour')
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.getByRole('row').nth(3).click()
    await page.getByRole('button', { name: 'Export' }).last().hover()
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await look('library')
    return findings
  }

  it.each(['light', 'dark'] as const)(
    'breaks no policy and has no serious finding of axe with every part open, %s',
    async (colorScheme) => {
      const opened = await pages.open(
        { hasPair: true, nResults: 40, recents, jobs: everyJob },
        { colorScheme }
      )
      const findings = await walk(opened)
      expect(opened.complaints).toEqual([])
      expect(findings).toEqual([])
      await opened.close()
    },
    120_000
  )

  it('the policy is in force: an inline script and an inline style are refused', async () => {
    const { page, complaints, close } = await pages.open()
    await page
      .evaluate(() => {
        const script = document.createElement('script')
        script.setAttribute('src', 'data:text/javascript,window.hacked=1')
        document.head.append(script)
        const style = document.createElement('style')
        style.textContent = 'body{color:red}'
        document.head.append(style)
      })
      .catch((thrown: unknown) => complaints.push(String(thrown)))
    await expect.poll(() => complaints.length).toBeGreaterThan(0)
    expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined()
    await close()
  })

  it('nothing scrolls sideways at 1280 x 720, with every job in the bar', async () => {
    const { page, close } = await pages.open({ hasPair: true, nResults: 40, jobs: everyJob })
    for (const name of ['Attribution', 'Library']) {
      await page.getByRole('tab', { name }).click()
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('*')]
          .filter((element) => {
            const { overflowX } = getComputedStyle(element)
            return overflowX !== 'hidden' && overflowX !== 'visible' && overflowX !== 'clip'
          })
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.className)
      )
      expect(wide).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280)
    }
    await close()
  })

  it('the palette is typed in, moved in and run by keyboard, and gives the focus back', async () => {
    const { page, close } = await pages.open({ hasPair: true, nResults: 3 })
    await page.getByRole('tab', { name: 'Attribution' }).focus()
    await page.keyboard.press('Control+Shift+P')
    await page.keyboard.type('dark')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Attribution')
    const written = await page.evaluate(
      () => window.fakeBridge.calls.filter(({ name }) => name === 'settings/write').length
    )
    expect(written).toBe(1)
    await close()
  })

  it('every control of the frame can be reached with Tab and shows that it has the focus', async () => {
    const { page, close } = await pages.open({ nResults: 3, recents })
    await page.getByRole('tab', { name: 'Library' }).click()
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    })
    const reached = new Set<string>()
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      const { name, isMarked } = await page.evaluate(() => {
        // After the last control the focus leaves the page for a moment.
        const element = document.activeElement === document.body ? null : document.activeElement
        const style = element && getComputedStyle(element)
        const frame = element?.parentElement && getComputedStyle(element.parentElement, '::after')
        return {
          name: element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '',
          isMarked: style?.outlineStyle === 'solid' || frame?.outlineStyle === 'solid'
        }
      })
      if (name !== '' && !reached.has(name)) {
        expect(isMarked, `${name} shows its focus`).toBe(true)
        reached.add(name)
      }
    }
    for (const name of [
      'Hide the side bar',
      'Base checkpoint: choose',
      'Choose or drop a folder',
      'models/SmolLM2-135M',
      'Settings',
      'Library',
      'Results'
    ]) {
      expect([...reached]).toContain(name)
    }
    expect([...reached]).not.toContain('old/llama-7bmissing')
    await close()
  })

  it('an error names what, where, found and expected, and what to do', async () => {
    const { page, close } = await pages.open({ failures: { 'checkpoint/pick': cutShort } })
    await page.keyboard.press('Control+o')
    const alert = page.getByRole('alert').first()
    await alert.waitFor()
    const text = (await alert.textContent()) ?? ''
    expect(text).toContain('The checkpoint breaks its format')
    expect(text).toContain('ends at byte 538091520, the file has 410222592 bytes')
    expect(text).toContain('SmolLM2-135M/model.safetensors, byte 410')
    expect(text).toContain('Download the file again')
    await page.getByRole('button', { name: 'Dismiss' }).first().click()
    await alert.waitFor({ state: 'hidden' })
    await close()
  })

  it('jobs can be paused, cancelled, resumed and discarded where they stand', async () => {
    const { page, close } = await pages.open({ jobs: everyJob })
    const job = (title: string) => page.getByRole('group', { name: title, exact: true })
    await job('Paused one').getByRole('button', { name: 'Resume' }).click()
    await job('Interrupted one').getByRole('button', { name: 'Resume' }).click()
    await job('Interrupted one')
      .getByRole('button', { name: /Discard/ })
      .click()
    await job('Interrupted one').waitFor({ state: 'hidden' })
    const first = job('Give me the first two sentences')
    await first.getByRole('button', { name: 'Pause' }).click()
    await first.getByRole('button', { name: 'Cancel' }).click()
    await first.getByText('cancelling').waitFor()
    const asked = await page.evaluate(() =>
      window.fakeBridge.calls
        .filter(({ name }) => name.startsWith('job/') && name !== 'job/list')
        .map(({ name, request }) => `${name} ${JSON.stringify(request)}`)
    )
    expect(asked).toEqual([
      'job/resume {"jobId":"paused"}',
      'job/resume {"jobId":"interrupted"}',
      'job/discard {"jobId":"interrupted"}',
      'job/pause {"jobId":"job-1"}',
      'job/cancel {"jobId":"job-1"}'
    ])
    await close()
  })

  it('the tour starts by itself at a first result, is walked by keyboard and never comes again', async () => {
    const { page, close } = await pages.open({
      isTest: false,
      hasPair: true,
      nResults: 5,
      settings: { hasSeenTour: false },
      jobs: [jobStatus({ state: 'done', resultId: 'result-0' })]
    })
    await page.getByText('Write a short mail').first().click()
    const tour = page.getByRole('dialog')
    await tour.waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()))
      .toBe('Next')
    const titles: string[] = []
    while ((await tour.count()) > 0 && titles.length < 10) {
      titles.push((await tour.getByRole('heading').textContent()) ?? '')
      await page.keyboard.press('ArrowRight')
    }
    expect(titles).toEqual([
      'Two checkpoints',
      'Prompt and instruction',
      'Salient maps',
      'Levels, threshold, norm',
      'Instruction scores',
      'Kept in the library'
    ])
    await page.waitForTimeout(500)
    expect(await tour.count()).toBe(0)
    const written = await page.evaluate(
      () => window.fakeBridge.calls.filter(({ name }) => name === 'settings/write').at(-1)?.request
    )
    expect(written).toMatchObject({ hasSeenTour: true })
    await close()
  })

  it('hostile names are shown as text with their hidden characters spelled out', async () => {
    const hostile = '<img src=x onerror="window.hacked=1">\u202Egpj.exe\u200B'
    const { page, complaints, close } = await pages.open({
      recents: [{ handle: 'h', label: hostile, isMissing: false }],
      jobs: [jobStatus({ title: hostile, phase: hostile })]
    })
    await page.getByText('\\u{202E}gpj.exe\\u{200B}').first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.evaluate(() => document.body.textContent?.includes('\u202E'))).toBe(false)
    expect(complaints).toEqual([])
    await close()
  })

  it('files dropped on a side of the pair go to main', async () => {
    const { page, close } = await pages.open()
    await page.evaluate(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['x'], 'config.json'))
      const target = document.querySelector('[aria-label="Tuned checkpoint"]')
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target?.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer })
        )
      }
    })
    const tuned = page.getByRole('group', { name: 'Tuned checkpoint' })
    await tuned.getByText('Llama').waitFor()
    expect(await page.evaluate(() => window.fakeBridge.dropped)).toEqual([['config.json']])
    await close()
  })
})
