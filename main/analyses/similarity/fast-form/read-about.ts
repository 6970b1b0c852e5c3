import * as v from 'valibot'
import type { JsonValue } from '../../../checkpoint/strict-json.ts'
import type { FastFormAbout } from './layout.ts'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const schema = v.strictObject({
  source: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  nDimensions: v.pipe(count, v.minValue(1)),
  nRows: count,
  wordBytes: count,
  counts: v.strictObject({
    nRows: count,
    nUnreadable: count,
    nZero: count,
    isLastLineOpen: v.boolean()
  })
})

/** Null when it is not what a form says of itself. */
export function readAbout(value: JsonValue): FastFormAbout | null {
  const { success, output } = v.safeParse(schema, value)
  return success ? output : null
}
