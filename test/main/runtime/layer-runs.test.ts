import { expect, it } from 'vitest'
import { chunksOf } from '../../../main/runtime/layer-runs.ts'

it.each([
  [0, 10, 4],
  [3, 10, 4],
  [0, 8, 4],
  [0, 1, 256],
  [7, 8, 1],
  [0, 5, 1]
])('chunks cover %i to %i once, in order, none above %i', (from, to, chunk) => {
  const chunks = chunksOf(from, to, chunk)
  expect(chunks.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i))).toEqual(
    Array.from({ length: to - from }, (_, i) => from + i)
  )
  for (const [a, b] of chunks) {
    expect(b - a).toBeGreaterThan(0)
    expect(b - a).toBeLessThanOrEqual(chunk)
  }
})

it('no positions give no chunks', () => {
  expect(chunksOf(4, 4, 8)).toEqual([])
})
