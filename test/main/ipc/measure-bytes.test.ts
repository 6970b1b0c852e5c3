import { serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureBytes } from '../../../main/ipc/measure-bytes.ts'

describe('measureBytes', () => {
  it('counts text in UTF-8 and arrays by their bytes', () => {
    expect(measureBytes('aé😀', 1_000)).toBe(7)
    expect(measureBytes(new Float32Array(100), 1_000)).toBe(408)
    expect(measureBytes({ a: 'bc' }, 1_000)).toBe(11)
  })

  it('is never far below what structured clone takes', () => {
    const value = fc.jsonValue({ maxDepth: 5 })
    fc.assert(
      fc.property(value, (sent) => {
        // A clone has a header, and a tag and a length for each value.
        expect(measureBytes(sent, 1e9) * 2 + 64).toBeGreaterThan(serialize(sent).byteLength / 2)
      })
    )
  })

  it('stops at the limit, at deep nesting and at cycles', () => {
    expect(
      measureBytes(
        Array.from({ length: 1_000 }, () => 'x'.repeat(10)),
        5_000
      )
    ).toBe(Infinity)
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(measureBytes(cycle, 1e9)).toBe(Infinity)
    let deep: unknown = 0
    for (let i = 0; i < 100; i++) deep = [deep]
    expect(measureBytes(deep, 1e9)).toBe(Infinity)
  })

  it('looks into maps and sets', () => {
    const large = new Uint8Array(10_000)
    expect(measureBytes(new Map([['a', large]]), 5_000)).toBe(Infinity)
    expect(measureBytes(new Set([large]), 5_000)).toBe(Infinity)
  })
})
