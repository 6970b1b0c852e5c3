import { describe, expect, it } from 'vitest'
import { sideSalience } from '../../../preload/analysis/side-salience.ts'
import { AttributionDisplay } from '../../../renderer/state/attribution-display.svelte.ts'
import { describeCell } from '../../../renderer/views/attribution/describe-cell.ts'
import { goldenRecord } from '../../helpers/fake-attribution.ts'
import { readGoldens } from '../../helpers/goldens.ts'

const record = goldenRecord()
const shown = () => new AttributionDisplay(() => record)

describe('AttributionDisplay', () => {
  it('gives the densities and scores of the goldens at first', () => {
    const display = shown()
    readGoldens()
      .filter(({ name }) => name === 'llama' || name === 'llama-tuned')
      .forEach(({ cases }, i) => {
        const { density, score } = cases[0]!
        expect(display.sides[i]!.score).toBeCloseTo(score, 3)
        display.sides[i]!.density.forEach((a, n) => expect(a).toBeCloseTo(density[n]!, 3))
      })
  })

  it('follows L, b and p at once, by the steps of the method', () => {
    const display = shown()
    display.levels = 6
    display.threshold = 3
    display.norm = 2
    display.sides.forEach(({ side, score, density }) => {
      const expected = sideSalience(side, record.instructionSpans, {
        levels: 6,
        threshold: 3,
        norm: 2
      })
      expect(score).toBe(expected.score)
      expect([...density]).toEqual([...expected.density])
    })
  })

  it('never takes a threshold above L', () => {
    const display = shown()
    display.levels = 4
    expect(display.salience.threshold).toBe(4)
  })

  it('draws every level, and cuts the map at b only when asked', () => {
    const display = shown()
    expect(Array.from(display.values[0]!)).toContain(3)
    display.cutsMap = true
    expect(Array.from(display.values[0]!).filter((level) => level > 0 && level <= 7)).toEqual([])
  })

  it('hides the first row without changing a score', () => {
    const display = shown()
    const before = display.sides.map(({ score }) => score)
    display.hidesFirst = true
    expect(display.sides[0]!.raw.rows).toBe(29)
    expect(display.sides[0]!.density).toHaveLength(29)
    expect(display.sides.map(({ score }) => score)).toEqual(before)
  })

  it('keeps the score of tokens when it shows words', () => {
    const display = shown()
    const before = display.sides.map(({ score }) => score)
    display.level = 'word'
    expect(display.sides[0]!.raw.rows).toBeLessThan(15)
    expect(display.sides.map(({ score }) => score)).toEqual(before)
  })

  it('forgets what was pointed at when the level changes', () => {
    const display = shown()
    display.link.selectedColumn = 17
    display.level = 'word'
    expect(display.link.selectedColumn).toBeNull()
  })

  it('shows other tokenizers by words side by side, by tokens one at a time', () => {
    const mixed = goldenRecord(0, ['llama', 'qwen2'])
    const display = new AttributionDisplay(() => mixed)
    expect(display.shownLevel).toBe('word')
    expect(display.sides[0]!.raw.rows).toBe(display.sides[1]!.raw.rows)
    display.arrangement = 'base'
    expect(display.shownLevel).toBe('token')
  })

  it('has no difference where each model answers for itself', () => {
    const own = {
      ...record,
      sides: [record.sides[0]!, { ...record.sides[1]!, response: 'other' }]
    }
    const display = new AttributionDisplay(() => own)
    display.arrangement = 'difference'
    expect(display.shownArrangement).toBe('both')
    expect(display.difference).toBeNull()
  })

  it('shows a single model as one map', () => {
    const single = { ...record, sides: record.sides.slice(1) }
    const display = new AttributionDisplay(() => single)
    expect(display.shownArrangement).toBe('tuned')
    expect(display.onScreen).toHaveLength(1)
  })

  it('measures signs of failure for a whole record, not for a part of one', () => {
    const display = shown()
    display.measureSigns(record)
    expect(display.signs[0]!.findings.map(({ kind }) => kind)).toContain(
      'disagrees-with-leave-one-out'
    )
    display.measureSigns({ ...record, isPartial: true })
    expect(display.signs).toEqual([])
  })

  it('gives an empty response score 0 and no column', () => {
    const [base, tuned] = record.sides
    const { leaveOneOut: _, ...bare } = base!
    const empty = {
      ...record,
      sides: [
        {
          ...bare,
          response: '',
          importance: new Float32Array(0),
          probability: new Float32Array(0),
          responsePositions: [31, 31] as const
        },
        tuned!
      ]
    }
    const display = new AttributionDisplay(() => empty)
    expect(display.sides[0]!.score).toBe(0)
    expect(display.sides[0]!.raw.columns).toBe(0)
    display.level = 'word'
    expect(display.sides[0]!.raw.columns).toBe(0)
  })

  it('says everything about a cell', () => {
    expect(describeCell(shown().sides[0]!, { row: 9, column: 4 }, 'salient')).toMatch(
      /^␣to, id 367, position 10, instruction; for ␣r, id 411, position 35; salient \d+; importance [−\d.e]+; rank \d+ of 30$/
    )
  })
})
