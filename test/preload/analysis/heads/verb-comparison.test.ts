import { describe, expect, it } from 'vitest'
import { compareVerbs } from '../../../../preload/analysis/heads/verb-comparison.ts'
import type { VerbGroup } from '../../../../preload/analysis/heads/verb-comparison.ts'
import type { VerbLists } from '../../../../preload/analysis/heads/verb-lists.ts'
import { wordChanges } from '../../../../preload/analysis/heads/word-changes.ts'
import {
  makeHeadsRecord,
  readGoldenHeads,
  readGoldenHeadsDrift,
  recordFromGoldens,
  type Relation
} from '../../../helpers/heads-record.ts'

const golden = readGoldenHeadsDrift()
const goldenComparison = () => {
  const record = recordFromGoldens('llama', 'llama-tuned')
  return compareVerbs(record, wordChanges(record), golden.verbs)
}
const compare = (
  models: Parameters<typeof makeHeadsRecord>[0],
  lists: VerbLists,
  options?: Parameters<typeof compareVerbs>[3]
) => {
  const record = makeHeadsRecord(models, ['write', 'list', 'run', 'go', 'x', 'Sing'])
  return compareVerbs(record, wordChanges(record), lists, options)
}
const lists: VerbLists = { instruction: ['write', 'list'], general: ['run', 'go'] }
const withX = (...words: string[]): Relation[] => words.map((word) => [word, 'x', 2])

describe('compareVerbs on the goldens', () => {
  it('agrees with the reference on shares, means, deviations and Welch tests of every group', () => {
    const { groups } = goldenComparison()
    expect(groups.map(({ first, last }) => [first, last])).toEqual(
      golden.groups.map(({ layers }) => layers)
    )
    golden.groups.forEach((expected, g) => {
      const group = groups[g]!
      for (const kind of ['instruction', 'general'] as const) {
        const { shares, n, mean, sd } = group[kind]
        expect(shares.map(({ word }) => word)).toEqual(Object.keys(expected[kind].shares))
        shares.forEach(({ word, share }) =>
          expect(Math.abs(share - expected[kind].shares[word]!)).toBeLessThan(1e-6)
        )
        expect(n).toBe(expected[kind].n)
        expect(Math.abs(mean! - expected[kind].mean!)).toBeLessThan(1e-6)
        expect(Math.abs(sd! - expected[kind].sd!)).toBeLessThan(1e-6)
      }
      const { welch } = group
      if (welch.kind === 'untested') throw new Error(welch.reason)
      for (const of of ['t', 'p', 'df'] as const) {
        expect(Math.abs(welch[of] - expected.welch[of])).toBeLessThan(1e-6)
      }
    })
  })

  it('takes for the permutation test the difference of each head in which both lists changed', () => {
    const [base, tuned] = ['llama', 'llama-tuned'].map(readGoldenHeads)
    const { groups } = goldenComparison()
    const moves = (h: number, words: readonly string[]) => {
      const count = (heads: typeof base, word: string) =>
        heads![h]!.relations.filter((relation) => relation.slice(0, 2).includes(word)).length
      const differences = words.map((word) => count(tuned, word) - count(base, word))
      const up = differences.filter((difference) => difference > 0).length
      const changed = differences.filter((difference) => difference !== 0).length
      return changed === 0 ? null : up / changed
    }
    for (const [g, group] of groups.entries()) {
      const differences = [0, 1, 2, 3].flatMap((head) => {
        const instruction = moves(4 * g + head, golden.verbs.instruction)
        const general = moves(4 * g + head, golden.verbs.general)
        return instruction === null || general === null ? [] : [instruction - general]
      })
      const { permutation } = group
      if (permutation.kind === 'untested') throw new Error(permutation.reason)
      expect(permutation.n).toBe(differences.length)
      expect(permutation.meanDifference).toBeCloseTo(
        differences.reduce((sum, d) => sum + d, 0) / differences.length,
        12
      )
    }
  })

  it('adjusts over the groups, and leaves all layers together out of it', () => {
    const { groups, all } = goldenComparison()
    const p = groups.map(({ welch }) => (welch as { p: number }).p)
    const adjusted = groups.map(({ welch }) => (welch as { pHolm: number }).pHolm)
    const least = Math.min(...p)
    expect(Math.min(...adjusted)).toBeCloseTo(3 * least, 12)
    expect(all).toMatchObject({ index: null, first: 0, last: 2, nHeads: 12 })
    expect(all!.welch).toMatchObject({ pHolm: (all!.welch as { p: number }).p })
  })

  it('reports words that relations cannot have: capitals as such, others as missing', () => {
    const { instruction, general } = goldenComparison().lists.reports
    expect(instruction.miscased).toContain('One')
    expect(instruction.nFound + instruction.miscased.length + instruction.missing.length).toBe(60)
    expect(general.nWords).toBe(60)
  })
})

describe('compareVerbs', () => {
  it('is positive where instruction verbs went up more often', () => {
    const { groups } = compare(
      [
        [[withX('run', 'go'), withX('run', 'go', 'list')]],
        [[withX('write', 'list'), withX('write', 'go')]]
      ],
      lists
    )
    // write 2/2, list 1/2; run 0/2, go 0/1. By hand: t = 0.75 / √(0.125/2), ν = 1, g = J(2) · 0.75/0.25.
    expect(groups[0]).toMatchObject({
      nHeads: 2,
      instruction: { n: 2, mean: 0.75, sd: 0.25 },
      general: { n: 2, mean: 0, sd: 0 },
      welch: { kind: 'tested', t: 3, df: 1 },
      permutation: { kind: 'tested', method: 'exact', n: 2, meanDifference: 0.75, p: 0.5 }
    })
    // J(2) = Γ(1) / (1 · Γ(½)) = 1/√π; pooled variance (0.125 + 0) / 2.
    const { welch } = groups[0]!
    expect((welch as { effect: number }).effect).toBeCloseTo(0.75 / 0.25 / Math.sqrt(Math.PI), 10)
  })

  it('says why there is no test: too few verbs, or no spread', () => {
    const few = compare([[[[]]], [[withX('write', 'run', 'go')]]], lists)
    expect(few.groups[0]!.welch).toEqual({ kind: 'untested', reason: 'n too small' })
    expect(few.groups[0]!.permutation).toEqual({ kind: 'untested', reason: 'n too small' })
    const alike = compare([[[[]]], [[withX('write', 'list', 'run', 'go')]]], lists)
    expect(alike.groups[0]!.welch).toEqual({ kind: 'untested', reason: 'no spread' })
    expect(alike.groups[0]!.instruction).toMatchObject({ n: 2, mean: 1, sd: 0 })
  })

  it('has no mean where no verb changed', () => {
    const { groups } = compare([[[withX('x')]], [[withX('x')]]], lists)
    expect(groups[0]!.instruction).toEqual({ shares: [], n: 0, mean: null, sd: null })
  })

  it('counts a word of both lists as an instruction verb only, and repeated ones once', () => {
    const { groups, lists: found } = compare([[[[]]], [[withX('write', 'run')]]], {
      instruction: ['write', 'write', ' '],
      general: ['write', 'run', 'Run', 'sing', 'Sing', 'fly']
    })
    expect(groups[0]!.instruction.shares.map(({ word }) => word)).toEqual(['write'])
    expect(groups[0]!.general.shares.map(({ word }) => word)).toEqual(['run'])
    expect(found.shared).toEqual(['write'])
    expect(found.reports.instruction).toEqual({
      nWords: 1,
      nFound: 1,
      missing: [],
      miscased: []
    })
    // The list has "Sing", of which relations have "sing".
    expect(found.reports.general).toEqual({
      nWords: 5,
      nFound: 2,
      missing: ['fly'],
      miscased: ['Run', 'Sing']
    })
  })

  it('divides 32 layers into the 4 groups of the paper, and 3 layers into 3', () => {
    const layers = (n: number) => Array.from({ length: n }, () => [withX('write')])
    const spans = (n: number) =>
      compare([layers(n), layers(n)], lists).groups.map(({ first, last }: VerbGroup) => [
        first,
        last
      ])
    expect(spans(32)).toEqual([
      [0, 7],
      [8, 15],
      [16, 23],
      [24, 31]
    ])
    expect(spans(3)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2]
    ])
  })

  it('leaves out heads that the caller does not count', () => {
    const models = [[[[], []]], [[withX('write', 'run'), withX('list', 'go')]]]
    const { groups } = compare(models, lists, { isCounted: ({ head }) => head === 1 })
    expect(groups[0]!.nHeads).toBe(1)
    expect(groups[0]!.instruction.shares).toEqual([{ word: 'list', nUp: 1, nChanged: 1, share: 1 }])
  })

  it('has no group for a single model', () => {
    expect(compare([[[withX('write')]]], lists)).toMatchObject({ groups: [], all: null })
  })
})
