/** Saving the maps of a case, in a browser with a fake bridge. Needs a Chromium. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { savedFiles } from '../../helpers/concepts-page.ts'
import { hasChromium, startRenderer, type RendererPages } from '../../helpers/renderer-page.ts'
import { caseTable, caseView, mapOf, openStudy, showStudyPage } from '../../helpers/studies-page.ts'

describe.skipIf(!hasChromium)('the maps of a case', () => {
  let pages: RendererPages
  beforeAll(async () => {
    pages = await startRenderer()
  }, 180_000)
  afterAll(() => pages.close())

  it.each(['computed', 'recorded'] as const)(
    'are saved as PNG, SVG and CSV: %s',
    async (source) => {
      const { page, complaints, seriousFindings, close } = await pages.open({
        nResults: 1,
        study: { nCases: 6, source }
      })
      await openStudy(page)
      await showStudyPage(page, 'Cases')
      await caseTable(page).getByText('case-002').click()
      await mapOf(page, 'tuned').waitFor()
      const items = ['Picture as PNG', 'Picture as SVG', 'Numbers as CSV']
      for (const [i, item] of items.entries()) {
        await caseView(page).getByRole('button', { name: 'Save the maps' }).click()
        await page.getByRole('menuitem', { name: item }).click()
        await expect.poll(async () => (await savedFiles(page)).length).toBe(i + 1)
      }
      const files = await page.evaluate(() =>
        window.fakeBridge.calls
          .filter(({ name }) => name === 'picture/save')
          .map(
            ({ request }) => request as { suggestedName: string; format: string; bytes: Uint8Array }
          )
          .map(({ suggestedName, format, bytes }) => ({
            suggestedName,
            format,
            start: [...bytes.slice(0, 4)],
            text: new TextDecoder().decode(bytes)
          }))
      )
      const [png, svg, csv] = files
      expect(files.map(({ format }) => format)).toEqual(['png', 'svg', 'csv'])
      expect(new Set(files.map(({ suggestedName }) => suggestedName))).toEqual(
        new Set(['study-case-002-own'])
      )
      expect(png!.start).toEqual([0x89, 0x50, 0x4e, 0x47])
      expect(svg!.text).toContain('L = 10, b = 7, p = 4')
      expect(svg!.text).toContain('Own responses')
      expect(csv!.text).toMatch(/^map,row,prompt,instruction,density,1: /)
      expect(await seriousFindings()).toEqual([])
      expect(complaints).toEqual([])
      await close()
    }
  )
})
