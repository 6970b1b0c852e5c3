/** Opens the result pages of a made-up study in a browser, as the Studies tab shows them. */
import type { Page } from 'playwright-core'
import type { StudyMode } from '../../../../preload/analysis/studies/record.ts'
import type { ResultsPage } from '../../../../renderer/views/studies/results/props.ts'
import { startRenderer, type PageView, type RendererPages } from '../../../helpers/renderer-page.ts'
import type { FakeStudyOptions } from '../../../helpers/study-record.ts'

export interface ResultsWindowOptions {
  readonly study?: FakeStudyOptions
  readonly page?: ResultsPage
  readonly mode?: StudyMode
  /** The run is not stored yet, so that nothing can be rated. */
  readonly isUnstored?: boolean
}

export function startResults(): Promise<RendererPages> {
  return startRenderer({
    root: 'test/renderer/studies/results/page',
    ready: '[role=region]'
  })
}

export function openResults(
  pages: RendererPages,
  options: ResultsWindowOptions,
  view: PageView = {}
) {
  const hash = `#${encodeURIComponent(JSON.stringify(options))}`
  return pages.open({}, { ...view, hash })
}

/** What the pages asked the tab for, newest last. */
export function toldBy(
  page: Page
): Promise<readonly { readonly name: string; readonly with: unknown }[]> {
  return page.evaluate(() => Reflect.get(window, 'told'))
}
