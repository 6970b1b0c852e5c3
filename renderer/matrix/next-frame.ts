export interface NextFrame {
  /** Draws once in the next frame, with what was asked for last. */
  readonly draw: (draw: () => void) => void
  readonly stop: () => void
}

/** A frame that is already asked for is never put off, or a stream of changes would show nothing. */
export function nextFrame(): NextFrame {
  let latest: (() => void) | null = null
  let frame = 0
  return {
    draw(draw) {
      if (latest === null) {
        frame = requestAnimationFrame(() => {
          const run = latest
          latest = null
          run?.()
        })
      }
      latest = draw
    },
    stop() {
      cancelAnimationFrame(frame)
      latest = null
    }
  }
}
