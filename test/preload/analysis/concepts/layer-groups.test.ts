import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastQuarterFrom, layerGroups } from '../../../../preload/analysis/concepts/layer-groups.ts'

const spans = (...of: Parameters<typeof layerGroups>): string[] =>
  layerGroups(...of).map(({ first, last }) => `${first}-${last}`)

describe('layerGroups', () => {
  it("gives the paper's 8 groups of a 7B model's 32 layers", () => {
    expect(spans(32)).toEqual('0-3 4-7 8-11 12-15 16-19 20-23 24-27 28-31'.split(' '))
  })

  it('divides layers that 8 does not divide by the floor of each bound', () => {
    // ⌊12g/8⌋: 0 1 3 4 6 7 9 10 12.
    expect(spans(12)).toEqual('0-0 1-2 3-3 4-5 6-6 7-8 9-9 10-11'.split(' '))
    expect(spans(22, 4)).toEqual('0-4 5-10 11-15 16-21'.split(' '))
  })

  it('makes each layer a group of its own below the number of groups', () => {
    expect(spans(3)).toEqual(['0-0', '1-1', '2-2'])
    expect(spans(2, 4)).toEqual(['0-0', '1-1'])
    expect(spans(0)).toEqual([])
  })

  it('holds only analysed layers, leaves empty groups out and keeps the index of the others', () => {
    expect(layerGroups(32, 8, [30, 5, 4])).toEqual([
      { index: 1, first: 4, last: 7, layers: [4, 5] },
      { index: 7, first: 28, last: 31, layers: [30] }
    ])
  })

  it('puts every layer into exactly one group, in sizes that differ by at most one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 16 }), (l, g) => {
        const groups = layerGroups(l, g)
        expect(groups.flatMap(({ layers }) => layers)).toEqual(
          Array.from({ length: l }, (_, i) => i)
        )
        const sizes = groups.map(({ layers }) => layers.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      })
    )
  })

  it('refuses what is no number of layers or groups', () => {
    expect(() => layerGroups(1.5)).toThrow(RangeError)
    expect(() => layerGroups(8, 0)).toThrow(RangeError)
  })
})

it('starts the last quarter where the last two of 8 groups start', () => {
  for (let nLayers = 8; nLayers < 100; nLayers++) {
    expect(layerGroups(nLayers)[6]!.first).toBe(lastQuarterFrom(nLayers))
  }
})
