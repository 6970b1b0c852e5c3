import type { Page } from 'playwright-core'
import type { AttributionRecord, ResultRow } from '../../../../preload/data.ts'

/** The rows of the library, newest first, as the window's own calls answer. */
export async function storedRows(page: Page, text = ''): Promise<readonly ResultRow[]> {
  return page.evaluate(async (words) => {
    const outcome = await window.shiftlens.call('library/list', {
      text: words,
      tag: null,
      sort: 'newest',
      offset: 0,
      limit: 100
    })
    if (!outcome.ok) throw new Error(outcome.error.message)
    return outcome.value.rows
  }, text)
}

/** The newest stored record, its numbers as the store gives them back. */
export async function newestRecord(page: Page): Promise<AttributionRecord> {
  const [newest] = await storedRows(page)
  if (!newest) throw new Error('the library is empty, expected a result')
  return storedRecord(page, newest.resultId)
}

export async function storedRecord(page: Page, resultId: string): Promise<AttributionRecord> {
  const opened = await page.evaluate(async (id) => {
    const outcome = await window.shiftlens.call('result/open', { resultId: id })
    if (!outcome.ok) throw new Error(outcome.error.message)
    if (outcome.value.problems.length > 0) throw new Error(outcome.value.problems.join('; '))
    return outcome.value
  }, resultId)
  if (opened.kind !== 'attribution') throw new Error(`the result is of ${opened.kind}`)
  return opened.record
}
