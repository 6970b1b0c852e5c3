import { describe, expect, it } from 'vitest'
import { muting } from '../../../renderer/matrix/matrix-picture.ts'
import { attentionPanels } from '../../../renderer/views/heads/attention-panels.ts'
import {
  attentionDifference,
  attentionPatterns,
  attentionPicture,
  attentionScale,
  wordsInPrompt
} from '../../../renderer/views/heads/attention-patterns.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

const fake = makeFakeHeads({ nLayers: 2, nHeads: 3 })
const record = fake.attention()
const part = fake.attentionLayer(1)
const nTokens = record.sides[0]!.tokens.length
const shown = { head: { layer: 1, head: 2 }, hidesSink: false, arrangement: 'difference' } as const

describe('attention patterns', () => {
  it('takes the matrix of one head: rows sum to 1', () => {
    const [base] = attentionPatterns(record, part, 2, false)
    expect(base!.values).toHaveLength(nTokens ** 2)
    for (let q = 0; q < nTokens; q++) {
      const row = base!.values.subarray(q * nTokens, (q + 1) * nTokens)
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    }
    const weights = part.sides[0]!.weights
    expect(base!.values[3 * nTokens + 1]).toBe(weights[(2 * nTokens + 3) * nTokens + 1])
  })

  it('hides the first token as row and as column', () => {
    const [all] = attentionPatterns(record, part, 0, false)
    const [rest] = attentionPatterns(record, part, 0, true)
    expect(rest!.values).toHaveLength((nTokens - 1) ** 2)
    expect(rest!.values[0]).toBe(all!.values[nTokens + 1])
    const picture = attentionPicture(rest!, rest!.values, attentionScale([rest!], 'light'))
    expect(picture.rows[0]!.text).toBe('␣Give')
  })

  it('later tokens have no value rather than 0', () => {
    const [base] = attentionPatterns(record, part, 0, false)
    const { muted } = attentionPicture(base!, base!.values, attentionScale([base!], 'light'))
    expect([muted![0], muted![1], muted![nTokens]]).toEqual([
      muting.none,
      muting.missing,
      muting.none
    ])
  })

  it('is tuned minus base, and only where both read the same tokens', () => {
    const patterns = attentionPatterns(record, part, 1, false)
    const difference = attentionDifference(patterns)!
    expect(difference[nTokens]).toBeCloseTo(
      patterns[1]!.values[nTokens]! - patterns[0]!.values[nTokens]!
    )
    const [base, tuned] = record.sides
    const other = { ...record, sides: [base!, { ...tuned!, ids: tuned!.ids.map((id) => id + 1) }] }
    expect(attentionDifference(attentionPatterns(other, part, 1, false))).toBeNull()
    const panels = attentionPanels(shown, other, part, 'RdBu', 'light')!
    expect([panels.panels.length, panels.problem]).toEqual([2, expect.stringContaining('tokens')])
    expect(attentionPanels(shown, record, part, 'RdBu', 'light')!.panels).toHaveLength(1)
  })

  it('a model that has fewer heads is left out for the others', () => {
    const [base, tuned] = record.sides
    const fewer = { ...record, sides: [{ ...base!, nHeads: 2 }, tuned!] }
    expect(attentionPatterns(fewer, part, 2, false).map(({ role }) => role)).toEqual(['tuned'])
  })

  it('counts which words of a relation the prompt has', () => {
    const count = wordsInPrompt('Give me the FIRST two sentences.')
    expect(count({ first: 'first', second: 'sentences' })).toBe(2)
    expect(count({ first: 'give', second: 'sentence' })).toBe(1)
    expect(count({ first: 'ten', second: 'write' })).toBe(0)
  })
})
