import { describe, expect, it } from 'vitest'
import { headsPlan } from '../../../../main/analyses/heads/heads-plan.ts'
import { defaultHeadsSettings } from '../../../../preload/analysis/heads/record.ts'

const llama = { nHeads: 32, nKvHeads: 32, dHead: 128, dModel: 4_096 }

describe('headsPlan', () => {
  it('counts projections, pairs of each dimension and of each shuffling, and thresholds', () => {
    const plan = headsPlan(llama, 26_000, 20_000, 300, defaultHeadsSettings)
    const projections = 2 * 26_000 * 4_096 * 8_192
    const pairs = 4 * 2 * 4_096 * 100 * 100 * 300
    expect(plan.operations).toBe(projections + pairs)
    expect(plan.thresholdOperations).toBe(4 * 2 * 20_000 * 3_000 * 300)
  })

  it('stays below a gigabyte and the similarity of a 7B model in its own embeddings', () => {
    const { neededBytes } = headsPlan(llama, 26_000, 26_000, 4_096, defaultHeadsSettings)
    const similarityBytes = 4 * 26_000 * 4_096
    expect(neededBytes).toBeGreaterThan(similarityBytes)
    expect(neededBytes).toBeLessThan(1e9)
  })

  it('needs fewer operations for shared key heads and for few words', () => {
    const all = headsPlan(llama, 26_000, 26_000, 300, defaultHeadsSettings)
    const shared = headsPlan({ ...llama, nKvHeads: 8 }, 26_000, 26_000, 300, defaultHeadsSettings)
    expect(all.operations - shared.operations).toBe(2 * 26_000 * 4_096 * 24 * 128)
    const few = headsPlan(llama, 10, 10, 300, defaultHeadsSettings)
    expect(few.operations).toBe(2 * 10 * 4_096 * 8_192 + 4 * 2 * 4_096 * 10 * 10 * 300)
  })
})
