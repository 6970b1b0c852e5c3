import { describe, expect, it } from 'vitest'
import { salientMap } from '../../../preload/analysis/salient-map.ts'
import { importanceMatrix } from '../../../preload/analysis/side-salience.ts'
import {
  compareSides,
  describeAlignment,
  describeComparison
} from '../../../renderer/views/attribution/comparison.ts'
import { cutAt, levelMap } from '../../../renderer/views/attribution/salient-levels.ts'
import { shownAxes } from '../../../renderer/views/attribution/shown-axes.ts'
import {
  mapDifference,
  matrixAtLevel,
  normalisedColumns,
  rawMatrix,
  shownRows,
  takeRows
} from '../../../renderer/views/attribution/shown-map.ts'
import { spellingOf } from '../../../renderer/views/attribution/token-spelling.ts'
import { goldenRecord, syntheticRecord } from '../../helpers/fake-attribution.ts'
import { makeRecord, makeSide } from '../../helpers/make-record.ts'

describe('salient levels', () => {
  it('are number for number those of salientMap, at any L and b', () => {
    for (const side of [...goldenRecord().sides, ...syntheticRecord(40, 60).sides]) {
      const raw = importanceMatrix(side)
      for (const levels of [1, 2, 7, 10, 255]) {
        for (const threshold of [0, 1, Math.floor(levels / 2), levels]) {
          expect(cutAt(levelMap(raw, levels), threshold)).toEqual(
            salientMap(raw, { levels, threshold })
          )
        }
      }
    }
  })
})

describe('shown axes', () => {
  const record = goldenRecord()

  it('at token level, every token is a row or column, with marks for spaces and line breaks', () => {
    const [base] = shownAxes(record, 'token')
    expect(base!.rows).toHaveLength(30)
    expect(base!.columns).toHaveLength(18)
    expect(base!.rows[0]!.text).toBe('␣T')
    expect(base!.rows[14]!.text).toBe('.↵↵Input:')
    expect(base!.rows.filter(({ isInstruction }) => isInstruction)).toHaveLength(15)
  })

  it('at word level, words of the prompt are rows and their tokens are counted from the first one', () => {
    const [base] = shownAxes(record, 'word')
    expect(base!.rows.map(({ text }) => text)).toContain('Translate')
    expect(base!.rows[0]!.tokens).toEqual([0, 1, 2, 3, 4])
    expect(base!.columns.map(({ text }) => text)).toEqual([
      'Le',
      'chien',
      'rouge',
      'voit',
      'le',
      'jardin.'
    ])
  })

  it('models with other tokenizers get the same words', () => {
    const mixed = goldenRecord(0, ['llama', 'qwen2'])
    const [base, tuned] = shownAxes(mixed, 'word')
    expect(base!.rows.length).toBe(tuned!.rows.length)
    expect(base!.columns.length).toBe(tuned!.columns.length)
    expect(base!.rows.length).toBeGreaterThan(8)
  })

  it('responses of their own are cut into their own words', () => {
    const [base, tuned] = record.sides
    const own = {
      ...record,
      sides: [
        base!,
        { ...tuned!, response: 'Le chien rouge', responsePositions: [31, 38] as const }
      ]
    }
    const axes = shownAxes(own, 'word')
    expect(axes[0]!.columns).toHaveLength(6)
    expect(axes[1]!.columns).toHaveLength(3)
  })

  it('spelling is told by the tokens themselves', () => {
    expect(spellingOf(['▁a', 'b'])).toBe('metaspace')
    expect(spellingOf(['a', 'Ġb'])).toBe('byte-level')
    expect(spellingOf(['a', 'b'])).toBe('plain')
  })
})

describe('matrices', () => {
  const [side] = goldenRecord().sides

  it('summed over words keep their total', () => {
    const raw = rawMatrix(side!, 'gradient')
    const words = matrixAtLevel(raw, 'word', shownAxes(goldenRecord(), 'word')[0]!)
    const sum = (data: ArrayLike<number>) => Array.from(data).reduce((a, b) => a + b, 0)
    expect(sum(words.data)).toBeCloseTo(sum(raw.data), 6)
    expect(words.columns).toBe(6)
  })

  it('by leave-one-out only where it was run', () => {
    expect(rawMatrix(side!, 'leave-one-out').data).toBe(side!.leaveOneOut)
    const { leaveOneOut: _, ...without } = side!
    expect(rawMatrix(without, 'leave-one-out').data).toBe(side!.importance)
  })

  it('normalised columns reach 1 at their largest magnitude and keep the sign', () => {
    const data = Float64Array.of(1, 0, -4, 0, 2, 0)
    expect([...normalisedColumns({ data, rows: 3, columns: 2 })]).toEqual([0.25, 0, -1, 0, 0.5, 0])
  })

  it('rows are hidden in all sides alike: the first, and those special in any', () => {
    const axes = shownAxes(makeRecord(), 'token')
    const special = axes.map(({ rows, columns }, i) => ({
      columns,
      rows: rows.map((row, n) => ({ ...row, isSpecial: i === 1 && n === 2 }))
    }))
    expect(shownRows(special, { first: false, special: false })).toEqual([0, 1, 2])
    expect(shownRows(special, { first: true, special: true })).toEqual([1])
    const kept = takeRows(importanceMatrix(makeSide()), [0, 2])
    expect([...kept.data].map((value) => Math.fround(value))).toEqual(
      [0.1, -0.3, 0, 1 / 3].map(Math.fround)
    )
  })

  it('a difference is tuned minus base, and there is none between shapes', () => {
    const base = { data: Float64Array.of(1, 0), rows: 2, columns: 1 }
    const tuned = { data: Float64Array.of(0, 1), rows: 2, columns: 1 }
    expect([...mapDifference(base, tuned)!].map(Math.round)).toEqual([-1, 1])
    expect(mapDifference(base, { ...tuned, rows: 1, columns: 2 })).toBeNull()
  })
})

describe('comparison', () => {
  it('says which responses are compared', () => {
    const record = goldenRecord()
    expect(describeComparison(record)).toBe('Both models on the same given response')
    expect(describeComparison({ ...record, responseMode: 'length-matched' })).toBe(
      'Each model on its own response, both cut to 18 tokens'
    )
    expect(describeComparison({ ...record, sides: record.sides.slice(0, 1) })).toBe(
      'On the given response'
    )
  })

  it('says that other tokenizers are aligned by words', () => {
    expect(describeAlignment(compareSides(goldenRecord()))).toBeNull()
    expect(describeAlignment(compareSides(goldenRecord(0, ['llama', 'qwen2'])))).toContain(
      'aligned by words'
    )
  })
})
