/** Only the rows in sight, of a list of any length, with the virtualizer of TanStack. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem
} from '@tanstack/virtual-core'

export class VirtualRows {
  items = $state.raw<readonly VirtualItem[]>([])
  totalPx = $state(0)

  #virtualizer: Virtualizer<HTMLElement, HTMLElement> | undefined

  /**
   * Follows a scrolling element; to be used as an attachment, so that reading `count` keeps it current.
   * @param count  number of rows
   * @param rowPx  height of each
   */
  attach(element: HTMLElement, count: () => number, rowPx: number): () => void {
    const options = () => ({
      count: count(),
      getScrollElement: () => element,
      estimateSize: () => rowPx,
      overscan: 12,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.#read()
    })
    const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(options())
    this.#virtualizer = virtualizer
    const stop = virtualizer._didMount()
    $effect(() => {
      virtualizer.setOptions(options())
      virtualizer._willUpdate()
      virtualizer.measure()
      this.#read()
    })
    return () => {
      stop()
      this.#virtualizer = undefined
    }
  }

  scrollTo(index: number): void {
    this.#virtualizer?.scrollToIndex(index, { align: 'auto' })
  }

  toTop(): void {
    this.#virtualizer?.scrollToOffset(0)
  }

  #read(): void {
    if (!this.#virtualizer) return
    this.items = this.#virtualizer.getVirtualItems()
    this.totalPx = this.#virtualizer.getTotalSize()
  }
}
