import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveByKey } from '../../../renderer/matrix/grid-keys.ts'
import { labelStep, layoutMatrix } from '../../../renderer/matrix/matrix-layout.ts'
import {
  cellAt,
  clampViewport,
  coveredSize,
  fitViewport,
  panBy,
  reveal,
  visibleCells,
  zoomAt
} from '../../../renderer/matrix/viewport.ts'

const shape = { rows: 500, columns: 1000 }
const plot = { width: 400, height: 300 }
const fit = fitViewport(shape, plot)

const viewports = fc
  .record({
    left: fc.double({ min: -50, max: 1050, noNaN: true }),
    top: fc.double({ min: -50, max: 550, noNaN: true }),
    cellWidth: fc.double({ min: 0.01, max: 500, noNaN: true }),
    cellHeight: fc.double({ min: 0.01, max: 500, noNaN: true })
  })
  .map((viewport) => clampViewport(viewport, shape, plot))
const points = fc.record({
  x: fc.double({ min: 0, max: 399, noNaN: true }),
  y: fc.double({ min: 0, max: 299, noNaN: true })
})

describe('viewport', () => {
  it('shows the whole matrix at first, and small ones in cells of limited size', () => {
    expect(fit).toEqual({ left: 0, top: 0, cellWidth: 0.4, cellHeight: 0.6 })
    const small = fitViewport({ rows: 2, columns: 2 }, plot)
    expect(small.cellWidth).toBeLessThan(150)
    expect(fitViewport({ rows: 0, columns: 0 }, plot).cellWidth).toBeGreaterThan(0)
  })

  it('keeps the cell under the pointer there when it zooms, as long as the edges allow', () => {
    const middle = zoomAt(fit, 8, { x: 200, y: 150 }, shape, plot)
    const at = { x: 120, y: 90 }
    const before = cellAt(middle, at, shape, plot)
    const after = zoomAt(middle, 1.25, at, shape, plot)
    expect(cellAt(after, at, shape, plot)).toEqual(before)
    expect(after.cellWidth).toBeCloseTo(middle.cellWidth * 1.25)
  })

  it('zooming in and out again from anywhere ends at the whole matrix', () => {
    fc.assert(
      fc.property(viewports, points, (viewport, at) => {
        expect(zoomAt(viewport, 1e-6, at, shape, plot)).toEqual(fit)
      })
    )
  })

  it('never shows empty room beside a matrix that fills the plot', () => {
    fc.assert(
      fc.property(
        viewports,
        points,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (start, at, factor) => {
          const moved = panBy(zoomAt(start, factor, at, shape, plot), at, shape, plot)
          expect(moved.left).toBeGreaterThanOrEqual(0)
          expect(moved.top).toBeGreaterThanOrEqual(0)
          const { width, height } = coveredSize(moved, shape, plot)
          expect(width).toBeGreaterThan(plot.width - 1e-6)
          expect(height).toBeGreaterThan(plot.height - 1e-6)
        }
      )
    )
  })

  it('pans by whole pixels of the pointer', () => {
    const zoomed = zoomAt(fit, 20, { x: 200, y: 150 }, shape, plot)
    const moved = panBy(zoomed, { x: -16, y: 0 }, shape, plot)
    expect((moved.left - zoomed.left) * zoomed.cellWidth).toBeCloseTo(16)
    expect(moved.top).toBe(zoomed.top)
  })

  it('moves just far enough to show a cell whole', () => {
    fc.assert(
      fc.property(viewports, fc.nat(499), fc.nat(999), (viewport, row, column) => {
        const seen = reveal(viewport, { row, column }, shape, plot)
        const x = (column - seen.left) * seen.cellWidth
        const y = (row - seen.top) * seen.cellHeight
        expect(x).toBeGreaterThan(-1e-6)
        expect(x + seen.cellWidth).toBeLessThan(plot.width + 1e-6)
        expect(y).toBeGreaterThan(-1e-6)
        expect(y + seen.cellHeight).toBeLessThan(plot.height + 1e-6)
      })
    )
  })

  it('finds no cell beside the matrix', () => {
    const small = { rows: 2, columns: 2 }
    const viewport = fitViewport(small, plot)
    expect(cellAt(viewport, { x: 1, y: 1 }, small, plot)).toEqual({ row: 0, column: 0 })
    expect(cellAt(viewport, { x: 399, y: 1 }, small, plot)).toBeNull()
    expect(cellAt(viewport, { x: -1, y: 1 }, small, plot)).toBeNull()
    expect(visibleCells(viewport, small, plot)).toEqual({ rows: [0, 2], columns: [0, 2] })
  })
})

describe('keys', () => {
  const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false })
  const cell = { row: 3, column: 4 }

  it.each([
    ['ArrowUp', false, 2, 4],
    ['ArrowDown', true, 499, 4],
    ['ArrowLeft', true, 3, 0],
    ['ArrowRight', false, 3, 5],
    ['Home', false, 3, 0],
    ['Home', true, 0, 0],
    ['End', false, 3, 999],
    ['End', true, 499, 999],
    ['PageUp', false, 0, 4],
    ['PageDown', false, 13, 4]
  ] as const)('%s (Ctrl: %s) goes to row %i, column %i', (key, ctrl, row, column) => {
    expect(moveByKey(cell, press(key, ctrl), shape)).toEqual({ row, column })
  })

  it('stops at the edges and leaves other keys alone', () => {
    expect(moveByKey({ row: 0, column: 0 }, press('ArrowUp'), shape)).toEqual({ row: 0, column: 0 })
    expect(moveByKey(cell, press('a'), shape)).toBeNull()
  })
})

describe('layout', () => {
  it('gives labels the room of the longest one, within limits', () => {
    const label = (text: string) => ({ text, isInstruction: false, isSpecial: false })
    const narrow = layoutMatrix(
      { rows: [label('a')], columns: [], rowBars: null },
      { width: 600, height: 400 }
    )
    const wide = layoutMatrix(
      { rows: [label('a'.repeat(40))], columns: [], rowBars: [1] },
      { width: 600, height: 400 }
    )
    expect(narrow.left).toBeLessThan(wide.left)
    expect(wide.left).toBeLessThanOrEqual(210)
    expect(wide.left + wide.plot.width + wide.barWidth).toBe(600)
  })

  it('labels every 1st, 2nd, 5th, 10th … cell', () => {
    expect([14, 7, 3, 1.3, 0.5].map((size) => labelStep(size, 12))).toEqual([1, 2, 5, 10, 50])
  })
})
