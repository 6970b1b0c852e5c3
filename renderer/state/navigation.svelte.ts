/** Which tab is open, and which stored result is shown in the tab of its analysis. */
import type { ErrorReport } from '../../preload/contract.ts'
import type { OpenedResult, ResultKind } from '../../preload/data.ts'
import { call, reportOf } from '../api.ts'

export type TabName = 'attribution' | 'concepts' | 'heads' | 'studies' | 'library'

/** Where the results of an analysis are shown. */
const tabs: Record<ResultKind, TabName> = {
  attribution: 'attribution',
  concepts: 'concepts',
  heads: 'heads',
  attention: 'heads',
  study: 'studies'
}

export function tabOf(kind: ResultKind): TabName {
  return tabs[kind]
}

export class NavigationState {
  tab = $state<TabName>('attribution')
  isSideBarOpen = $state(true)
  /** The stored result opened last; a view that starts something new sets it to null. */
  openedResult = $state.raw<OpenedResult | null>(null)
  /** The result being read, for a busy mark on its row. */
  openingId = $state<string | null>(null)
  error = $state.raw<ErrorReport>()

  #latest = 0

  /** Reads a stored result and shows it; works with the checkpoints gone. The newest request wins. */
  async openResult(resultId: string): Promise<void> {
    const ticket = ++this.#latest
    this.openingId = resultId
    this.error = undefined
    try {
      const opened = await call('result/open', { resultId })
      if (ticket !== this.#latest) return
      this.openedResult = opened
      this.tab = tabOf(opened.kind)
    } catch (thrown) {
      if (ticket === this.#latest) this.error = reportOf(thrown)
    } finally {
      if (ticket === this.#latest) this.openingId = null
    }
  }
}
