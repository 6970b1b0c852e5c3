import { describe, expect, it } from 'vitest'
import { createTerms } from '../../../../main/analyses/heads/terms.ts'

describe('createTerms', () => {
  it('has each word in lower case once, in the order of the list', () => {
    const words = ['To', 'be', 'to', '', 'BE', 'or']
    const { terms, ofLine } = createTerms({ words, isUsable: Uint8Array.of(1, 1, 1, 0, 1, 1) })
    expect(terms).toEqual(['to', 'be', 'or'])
    expect([...ofLine]).toEqual([0, 1, 0, -1, 1, 2])
  })

  it('ranks terms by code points, a beginning before the whole', () => {
    // U+1F600 is written with units below U+FF21.
    const words = ['b', 'ab', '😀', 'ａ', 'a', 'é']
    const { terms, ranks, atRank } = createTerms({ words, isUsable: new Uint8Array(6).fill(1) })
    expect(Array.from(atRank, (term) => terms[term])).toEqual(['a', 'ab', 'b', 'é', 'ａ', '😀'])
    expect(Array.from(ranks, (rank) => atRank[rank])).toEqual([0, 1, 2, 3, 4, 5])
  })
})
