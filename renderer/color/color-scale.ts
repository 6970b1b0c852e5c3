import type { Ramp } from './ramp.ts'
import type { Rgb } from './rgb.ts'

/** How values become colours, with what its legend must say. */
export interface ColorScale {
  readonly kind: 'signed' | 'unsigned'
  /** Largest magnitude that still gets its own colour; greater than 0. */
  readonly limit: number
  /** Some values lie beyond the limit and share its colour. */
  readonly isClipped: boolean
  /** Number of distinct levels besides 0 (the salient map); null for a continuous scale. */
  readonly nLevels: number | null
  /** Values are counts, written without decimals. */
  readonly isWhole?: boolean
  readonly unit: string
  readonly ramp: Ramp
}

/** Position on the ramp, 0 to 1: signed values lie symmetrically about one half. */
export function rampPosition(scale: ColorScale, value: number): number {
  const share = Math.max(-1, Math.min(1, value / scale.limit))
  return scale.kind === 'signed' ? (share + 1) / 2 : Math.max(0, share)
}

export function colorOf(scale: ColorScale, value: number): Rgb {
  return scale.ramp(rampPosition(scale, value))
}

/** A colour as the four bytes that a canvas keeps, little-endian. */
export function packColor([red, green, blue]: Rgb): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}

/** 511 colours of a ramp, packed: one look-up a cell, and an odd number so that 0 has its own. */
export function packRamp(ramp: Ramp): Uint32Array {
  return Uint32Array.from({ length: nPacked }, (_, i) => packColor(ramp(i / (nPacked - 1))))
}

export const nPacked = 511
