import { describe, expect, it } from 'vitest'
import { placeWindow } from '../../../main/shell/window-state.ts'

const primary = { x: 0, y: 0, width: 1_920, height: 1_080 }
const second = { x: 1_920, y: 0, width: 1_280, height: 1_024 }
const remembered = (x: number, y: number) => ({
  bounds: { x, y, width: 1_200, height: 800 },
  isMaximized: false
})

describe('placeWindow', () => {
  it('opens the first window in a size that fits the screen', () => {
    const first = { bounds: null, isMaximized: false }
    expect(placeWindow(first, [primary], primary)).toEqual({ width: 1_440, height: 900 })
    const small = { x: 0, y: 0, width: 1_280, height: 720 }
    expect(placeWindow(first, [small], small)).toEqual({ width: 1_280, height: 720 })
  })

  it('comes back to where it was, on any screen', () => {
    expect(placeWindow(remembered(2_000, 50), [primary, second], primary)).toEqual(
      remembered(2_000, 50).bounds
    )
  })

  it('does not come back where no screen is any more, or its title cannot be grabbed', () => {
    for (const [x, y] of [
      [2_000, 50],
      [-1_150, 0],
      [1_850, 0],
      [100, 1_070],
      [100, -20]
    ] as const) {
      expect(placeWindow(remembered(x, y), [primary], primary), `${x}, ${y}`).toEqual({
        width: 1_440,
        height: 900
      })
    }
  })
})
