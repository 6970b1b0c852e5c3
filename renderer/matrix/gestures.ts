import { panBy, zoomAt, type GridShape, type Point, type Size, type Viewport } from './viewport.ts'

/** What the gestures of a matrix read and change. */
export interface GestureTarget {
  /** The part of the element that shows cells. */
  readonly plot: () => { readonly left: number; readonly top: number; readonly size: Size }
  readonly shape: () => GridShape
  readonly viewport: () => Viewport
  readonly move: (viewport: Viewport) => void
  readonly point: (at: Point | null) => void
  readonly pick: (at: Point) => void
  readonly reset: () => void
}

const dragDistance = 3
/** One notch of a wheel (100) makes cells a quarter larger. */
const zoomPerPixel = 0.00223

/** Wheel zooms at the pointer, drag moves, click picks, double click shows all. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  let dragFrom: Point | null = null
  let hasMoved = false

  const inPlot = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect()
    const { left, top } = target.plot()
    return { x: event.clientX - box.left - left, y: event.clientY - box.top - top }
  }
  const pan = (by: Point): void =>
    target.move(panBy(target.viewport(), by, target.shape(), target.plot().size))

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault()
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY)
    if (sideways || event.shiftKey) {
      const by = sideways ? { x: -event.deltaX, y: 0 } : { x: -event.deltaY, y: 0 }
      return pan(by)
    }
    // A pinch arrives as a wheel with ctrlKey and small steps.
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 5 : 1) * zoomPerPixel)
    target.move(
      zoomAt(target.viewport(), factor, inPlot(event), target.shape(), target.plot().size)
    )
    target.point(inPlot(event))
  }
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    dragFrom = inPlot(event)
    hasMoved = false
    element.setPointerCapture(event.pointerId)
  }
  const onMove = (event: PointerEvent): void => {
    const at = inPlot(event)
    if (dragFrom) {
      const by = { x: at.x - dragFrom.x, y: at.y - dragFrom.y }
      if (!hasMoved && Math.hypot(by.x, by.y) < dragDistance) return
      hasMoved = true
      dragFrom = at
      pan(by)
    }
    target.point(at)
  }
  const onUp = (event: PointerEvent): void => {
    if (dragFrom && !hasMoved) target.pick(inPlot(event))
    dragFrom = null
  }
  const onLeave = (): void => {
    if (!dragFrom) target.point(null)
  }
  const onCancel = (): void => {
    dragFrom = null
    target.point(null)
  }

  const listeners = new AbortController()
  const { signal } = listeners
  element.addEventListener('wheel', onWheel, { passive: false, signal })
  element.addEventListener('pointerdown', onDown, { signal })
  element.addEventListener('pointermove', onMove, { signal })
  element.addEventListener('pointerup', onUp, { signal })
  element.addEventListener('pointercancel', onCancel, { signal })
  element.addEventListener('pointerleave', onLeave, { signal })
  element.addEventListener('dblclick', target.reset, { signal })
  return () => listeners.abort()
}
