import { describe, expect, it } from 'vitest'
import {
  chanceOfFinding,
  isBeyondChance
} from '../../../../../main/analyses/labels/lexical/chance.ts'

describe('the chance of a finding', () => {
  it.each([
    // Sums of the binomial distribution by hand.
    [2, 2, 0.5, 0.25],
    [1, 3, 0.5, 0.875],
    [2, 4, 0.1, 0.0523],
    [0, 5, 0.2, 1]
  ])('of %i of %i words at %d is %d', (nFound, nWords, chance, expected) => {
    expect(chanceOfFinding(nFound, nWords, chance)).toBeCloseTo(expected, 10)
  })

  it('falls as more words show it', () => {
    const all = Array.from({ length: 21 }, (_, n) => chanceOfFinding(n, 20, 0.1))
    all.slice(1).forEach((value, i) => expect(value).toBeLessThan(all[i]!))
  })
})

describe('a finding', () => {
  const base = { name: '', level: null, tasks: [], share: 0.5, chance: 0.02 } as const

  it('of two words in four is no more than chance when two hundred topics were tried', () => {
    expect(isBeyondChance({ ...base, members: ['a', 'b'], nTried: 200 }, 4)).toBe(false)
    expect(isBeyondChance({ ...base, members: ['a', 'b'] }, 4)).toBe(true)
  })

  it('of ten words in twenty is more', () => {
    const members = Array.from({ length: 10 }, String)
    expect(isBeyondChance({ ...base, members, nTried: 200 }, 20)).toBe(true)
  })

  it('without a chance is taken as it is', () => {
    expect(isBeyondChance({ ...base, members: ['a'], chance: null }, 20)).toBe(true)
  })
})
