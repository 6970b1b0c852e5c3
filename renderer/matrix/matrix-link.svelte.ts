import type { Cell, Viewport } from './viewport.ts'

/** What matrices that stand side by side share: where they look, and what is pointed at. */
export class MatrixLink {
  // Raw: replaced whole, up to once a frame.
  /** Null shows the whole matrix, whatever the size of its pane. */
  viewport = $state.raw<Viewport | null>(null)
  hover = $state.raw<Cell | null>(null)
  /** The roving cell of the ARIA grid. */
  focus = $state.raw<Cell>({ row: 0, column: 0 })
  selectedColumn = $state<number | null>(null)

  reset(): void {
    this.viewport = null
    this.hover = null
    this.focus = { row: 0, column: 0 }
    this.selectedColumn = null
  }

  toggleColumn(column: number): void {
    this.selectedColumn = this.selectedColumn === column ? null : column
  }
}
