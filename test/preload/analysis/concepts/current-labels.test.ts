import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currentLabels,
  labelSources
} from '../../../../preload/analysis/concepts/current-labels.ts'
import { missingCode } from '../../../../preload/analysis/concepts/label-codes.ts'
import { levels, tasks } from '../../../../preload/analysis/concepts/labels.ts'
import type { StoredLabel } from '../../../../preload/analysis/concepts/labels.ts'
import { codedRecord, storedLabel } from '../../../helpers/coded-record.ts'

const semantics = { level: 'semantics' } as const
const record = codedRecord({
  base: [
    [{ tasks: ['math', 'coding'], level: 'syntax' }, semantics],
    [semantics, semantics]
  ],
  tuned: [[semantics, semantics, semantics], null]
})
const level = (name: (typeof levels)[number]): number => levels.indexOf(name)
const first = { layer: 0, role: 'base', direction: 0 } as const
const at = (second: number): { createdAt: string } => ({
  createdAt: `2026-01-01T00:00:0${second}.000Z`
})
const llm = { annotator: 'llm', author: 'a model at an endpoint' } as const
const lexical = { annotator: 'lexical' } as const

function codes(labels: readonly StoredLabel[], source: Parameters<typeof currentLabels>[2]) {
  return currentLabels(record, labels, source).runs.map(({ layers }) => layers[0]!)
}

describe('currentLabels of the lexical annotator', () => {
  it('takes the codes of the record, layer by layer and base first', () => {
    const { runs, nOutside } = currentLabels(record, [], lexical)
    expect(nOutside).toBe(0)
    expect(runs).toHaveLength(1)
    expect(runs[0]!.seed).toBeNull()
    expect(runs[0]!.layers.map(({ layer, role }) => `${layer} ${role}`)).toEqual([
      '0 base',
      '0 tuned',
      '1 base'
    ])
    expect(runs[0]!.layers[0]).toMatchObject({ nMissing: 0, nManual: 0 })
    expect([...runs[0]!.layers[0]!.taskCodes]).toEqual([0b0110, 0])
    expect([...runs[0]!.layers[0]!.levelCodes]).toEqual([level('syntax'), level('semantics')])
  })

  it("lets a person's label win, and counts it", () => {
    const labels = [storedLabel(first, { tasks: ['writing'], level: 'phonology' })]
    const [found] = codes(labels, lexical)
    expect([...found!.taskCodes]).toEqual([0b0001, 0])
    expect([...found!.levelCodes]).toEqual([level('phonology'), level('semantics')])
    expect(found!.nManual).toBe(1)
    // The record's own codes stay as they are.
    expect(record.layers[0]!.sides[0]!.taskCodes[0]).toBe(0b0110)
  })

  it('takes the newest label of a person, in whatever order they come', () => {
    const labels = [
      storedLabel(first, { level: 'morphology' }, at(3)),
      storedLabel(first, { level: 'phonology' }, at(5)),
      storedLabel(first, { level: 'syntax' }, { ...at(4), author: 'someone else' })
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(labels, { minLength: 3 }), (shuffled) => {
        expect(codes(shuffled, lexical)[0]!.levelCodes[0]).toBe(level('phonology'))
      })
    )
  })

  it('reads instants that are written with and without fractions', () => {
    const early = storedLabel(first, { level: 'syntax' }, { createdAt: '2026-01-01T00:00:00Z' })
    const late = storedLabel(first, { level: 'phonology' }, { createdAt: '2026-01-01T00:00:00.5Z' })
    expect(codes([late, early], lexical)[0]!.levelCodes[0]).toBe(level('phonology'))
    expect(codes([early, late], lexical)[0]!.levelCodes[0]).toBe(level('phonology'))
  })

  it('takes the later in the list of two labels of one instant', () => {
    const labels = [
      storedLabel(first, { level: 'morphology' }),
      storedLabel(first, { level: 'phonology' })
    ]
    expect(codes(labels, lexical)[0]!.levelCodes[0]).toBe(level('phonology'))
  })

  it("gives the annotator's own label back where a person withdraws theirs", () => {
    const labels = [
      storedLabel(first, { level: 'phonology' }, at(1)),
      storedLabel(first, null, at(2))
    ]
    const [found] = codes(labels, lexical)
    expect(found!.levelCodes[0]).toBe(level('syntax'))
    expect(found!.taskCodes[0]).toBe(0b0110)
    expect(found!.nManual).toBe(0)
  })

  it('leaves out, and counts, labels of concepts that the record does not hold', () => {
    const labels = [
      storedLabel({ layer: 7, role: 'base', direction: 0 }, semantics),
      storedLabel({ layer: 1, role: 'tuned', direction: 0 }, semantics),
      storedLabel({ layer: 0, role: 'base', direction: 2 }, semantics)
    ]
    expect(currentLabels(record, labels, lexical).nOutside).toBe(3)
  })
})

describe('currentLabels of a language model', () => {
  it('has one run a seed, ascending, and never guesses what a seed did not label', () => {
    const labels = [
      storedLabel(first, { tasks: ['translation'], level: 'semantics' }, { ...llm, seed: 2 }),
      storedLabel(first, { level: 'phonology' }, { ...llm, seed: 1 }),
      storedLabel({ ...first, direction: 1 }, semantics, { ...llm, seed: 1 })
    ]
    const { runs } = currentLabels(record, labels, llm)
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2])
    const [one, two] = runs.map(({ layers }) => layers[0]!)
    expect([...one!.levelCodes]).toEqual([level('phonology'), level('semantics')])
    expect(one!.nMissing).toBe(0)
    expect([...two!.taskCodes]).toEqual([0b1000, missingCode])
    expect([...two!.levelCodes]).toEqual([level('semantics'), missingCode])
    expect(two!.nMissing).toBe(1)
    expect(runs[0]!.layers[1]!.nMissing).toBe(3)
  })

  it('takes the newest answer of a seed and no other author', () => {
    const labels = [
      storedLabel(first, { level: 'syntax' }, { ...llm, seed: 1, ...at(2) }),
      storedLabel(first, { level: 'phonology' }, { ...llm, seed: 1, ...at(1) }),
      storedLabel(first, semantics, { ...llm, author: 'another', seed: 1, ...at(9) }),
      storedLabel(first, semantics, { ...llm, author: 'another', seed: 2, ...at(9) })
    ]
    const found = codes(labels, llm)
    expect(found).toHaveLength(1)
    expect(found[0]!.levelCodes[0]).toBe(level('syntax'))
  })

  it("has a person's label in every run", () => {
    const labels = [
      storedLabel(first, semantics, { ...llm, seed: 1 }),
      storedLabel({ ...first, direction: 1 }, semantics, { ...llm, seed: 2 }),
      storedLabel(first, { level: 'morphology' })
    ]
    const found = codes(labels, llm)
    expect(found.map(({ levelCodes }) => levelCodes[0])).toEqual([
      level('morphology'),
      level('morphology')
    ])
    expect(found.map(({ nMissing }) => nMissing)).toEqual([1, 0])
  })

  it('has no run where there is no label', () => {
    expect(currentLabels(record, [], llm).runs).toEqual([])
  })
})

it('counts only what persons labelled, when asked for that', () => {
  const [found] = codes([storedLabel(first, { level: 'morphology' })], { annotator: 'manual' })
  expect([...found!.levelCodes]).toEqual([level('morphology'), missingCode])
  expect(found).toMatchObject({ nMissing: 1, nManual: 1 })
})

it('names every source of labels once, the lexical one always', () => {
  expect(labelSources([])).toEqual([lexical])
  expect(
    labelSources([
      storedLabel(first, semantics),
      storedLabel(first, semantics, { ...llm, author: 'b', seed: 1 }),
      storedLabel(first, semantics, { ...llm, author: 'a', seed: 1 }),
      storedLabel(first, semantics, { ...llm, author: 'b', seed: 2 })
    ])
  ).toEqual([
    lexical,
    { annotator: 'llm', author: 'a' },
    { annotator: 'llm', author: 'b' },
    { annotator: 'manual' }
  ])
})

it('has a bit for each task and room for a missing label beside them', () => {
  expect(1 << tasks.length).toBeLessThan(missingCode)
})
