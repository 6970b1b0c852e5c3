import * as v from 'valibot'

const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))
const position = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))

/** Where the window was when it was closed, in device-independent pixels. */
export const windowStateSchema = v.strictObject({
  bounds: v.nullable(v.strictObject({ x: position, y: position, width: length, height: length })),
  isMaximized: v.boolean()
})
export type WindowState = v.InferOutput<typeof windowStateSchema>

export const firstWindowState: WindowState = { bounds: null, isMaximized: false }

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const firstSize = { width: 1_440, height: 900 }
/** So much of the window's top must lie on a screen that it can be grabbed. */
const graspWidth = 120
const graspHeight = 40

/** The remembered bounds where they are still on a screen, else a first size that fits the primary one. */
export function placeWindow(
  state: WindowState,
  screens: readonly Area[],
  primary: Area
): { x?: number; y?: number; width: number; height: number } {
  const { bounds } = state
  const isReachable =
    bounds !== null &&
    screens.some(
      (screen) =>
        bounds.x + bounds.width >= screen.x + graspWidth &&
        bounds.x <= screen.x + screen.width - graspWidth &&
        bounds.y >= screen.y &&
        bounds.y <= screen.y + screen.height - graspHeight
    )
  if (bounds !== null && isReachable) return { ...bounds }
  return {
    width: Math.min(firstSize.width, primary.width),
    height: Math.min(firstSize.height, primary.height)
  }
}
