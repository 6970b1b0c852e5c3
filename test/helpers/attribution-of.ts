import type { AnyRecord, AttributionRecord } from '../../preload/data.ts'

/** The record of what must be an attribution. */
export function attributionOf(any: AnyRecord | null | undefined): AttributionRecord {
  if (any?.kind === 'attribution') return any.record
  throw new Error(`expected an attribution, found ${any?.kind ?? 'nothing'}`)
}
