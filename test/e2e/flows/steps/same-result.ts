import { expect } from 'vitest'
import type { AttributionRecord } from '../../../../preload/data.ts'

/** Two runs of the same inputs gave the same bytes; only when and how long may differ. */
export function expectSameBytes(found: AttributionRecord, expected: AttributionRecord): void {
  const { seconds: _, createdAt: __, ...left } = found
  const { seconds: ___, createdAt: ____, ...right } = expected
  expect(left).toEqual(right)
}
