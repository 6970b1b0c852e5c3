import { describe, expect, it } from 'vitest'
import { evidenceLine } from '../../../../../main/analyses/labels/lexical/finding.ts'

const finding = { name: 'words with -ed', level: 'morphology', tasks: [], share: 0.5 } as const

describe('a line of evidence', () => {
  it('shows six words and that there are more', () => {
    const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(evidenceLine({ ...finding, members, chance: 0.089 })).toBe(
      'words with -ed: 50 % of the words, 9 % by chance (a, b, c, d, e, f, …)'
    )
  })

  it('leaves the chance out where there is none', () => {
    expect(evidenceLine({ ...finding, members: ['a'], chance: null })).toBe(
      'words with -ed: 50 % of the words (a)'
    )
  })
})
