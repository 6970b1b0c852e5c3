import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headGroups, headWeightBytes } from '../../../../main/analyses/heads/head-groups.ts'

const llama = { nHeads: 32, nKvHeads: 32, dHead: 128, dModel: 4_096 }

describe('headGroups', () => {
  it('counts the query weights that share a key head', () => {
    expect(headWeightBytes(llama)).toBe(4 * 2 * 128 * 4_096)
    expect(headWeightBytes({ ...llama, nKvHeads: 8 })).toBe(4 * 5 * 128 * 4_096)
  })

  it('takes a layer of a 7B model in two halves', () => {
    expect(headGroups(llama)).toEqual([
      { from: 0, to: 16 },
      { from: 16, to: 32 }
    ])
  })

  it('covers all key heads in order, none larger than fits unless it is one', () => {
    const nKvHeads = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(nKvHeads, fc.integer({ min: 1, max: 2e6 }), (nHeads, weightBytes) => {
        const sizes = { nHeads, nKvHeads: nHeads, dHead: 8, dModel: 100 }
        const groups = headGroups(sizes, weightBytes)
        expect(groups[0]!.from).toBe(0)
        expect(groups.at(-1)!.to).toBe(nHeads)
        groups.forEach(({ from, to }, g) => {
          expect(from).toBe(g === 0 ? 0 : groups[g - 1]!.to)
          const size = to - from
          expect(size).toBeGreaterThanOrEqual(1)
          if (size > 1) expect(size * headWeightBytes(sizes)).toBeLessThanOrEqual(weightBytes)
        })
      })
    )
  })
})
