import { describe, expect, it } from 'vitest'
import { headsChance } from '../../../preload/analysis/heads/head-chance.ts'
import { headsDrift } from '../../../preload/analysis/heads/head-drift.ts'
import { headRows } from '../../../preload/analysis/heads/heads-tables.ts'
import { muting } from '../../../renderer/matrix/matrix-picture.ts'
import { matrixSvg } from '../../../renderer/pictures/matrix-svg.ts'
import {
  metricScale,
  metricsOf,
  metricValue,
  metricWords
} from '../../../renderer/views/heads/grid-metrics.ts'
import {
  cellOfKey,
  countedValues,
  gridLayers,
  gridPicture,
  headGrid,
  keyOfCell
} from '../../../renderer/views/heads/head-grid.ts'
import { describeHead } from '../../../renderer/views/heads/head-words.ts'
import { makeFakeHeads } from '../../helpers/fake-heads.ts'

const fake = makeFakeHeads({ nLayers: 4, nHeads: 4 })
const record = fake.record()
const rowsOf = (of: typeof record, withoutChance = false) =>
  headRows(of, headsDrift(of), headsChance(of), { withoutChance })
const change = (withoutChance = false) =>
  headGrid(record, rowsOf(record, withoutChance), (row) => metricValue('change', row))

describe('the grid of heads', () => {
  it('lays heads out by layer and index, those at chance faint', () => {
    const grid = change()
    expect([grid.layers, grid.nHeads]).toEqual([[0, 1, 2, 3], 4])
    const [row] = rowsOf(record).filter(({ layer, head }) => layer === 2 && head === 3)
    expect(grid.values[2 * 4 + 3]).toBe(row!.change)
    // Head 3 of layer 0 is at chance in the made-up record.
    expect([grid.muted[3], grid.muted[0]]).toEqual([muting.faint, muting.none])
    expect(countedValues(grid)).toHaveLength(12)
  })

  it('heads that are left out are missing', () => {
    const { muted } = change(true)
    expect(muted[3]).toBe(muting.missing)
    expect(muted.includes(muting.faint)).toBe(false)
  })

  it('layers that are still to come keep their place, without a value', () => {
    const partial = fake.record(1)
    expect(gridLayers(partial)).toEqual([0, 1, 2, 3])
    const { muted } = headGrid(partial, rowsOf(partial), (row) => metricValue('change', row))
    expect([...muted.subarray(4)]).toEqual(Array.from({ length: 12 }, () => muting.missing))
  })

  it('only layers that were asked for have a row, and cells find their heads', () => {
    const some = { ...record, settings: { ...record.settings, layers: [1, 3, 9] } }
    const grid = headGrid(some, rowsOf(record), (row) => metricValue('change', row))
    expect(grid.layers).toEqual([1, 3])
    expect(keyOfCell(grid, { row: 1, column: 2 })).toEqual({ layer: 3, head: 2 })
    expect(cellOfKey(grid, { layer: 3, head: 2 })).toEqual({ row: 1, column: 2 })
    expect([cellOfKey(grid, { layer: 0, head: 0 }), cellOfKey(grid, null)]).toEqual([null, null])
  })

  it('an exported picture draws faint cells small and grey, and writes nothing in them', () => {
    const grid = change()
    const scale = metricScale('change', countedValues(grid), 'RdBu', 'light')
    const drawn = matrixSvg(gridPicture(grid, scale), null).content
    const plain = matrixSvg(
      { ...gridPicture(grid, scale), muted: new Uint8Array(16) },
      null
    ).content
    const count = (text: string, part: string) => text.split(part).length - 1
    expect(count(plain, '<text') - count(drawn, '<text')).toBe(4)
    expect(count(drawn, 'fill="#cfcfca"')).toBe(4)
  })
})

describe('numbers of the grid', () => {
  it('a single model has no change, and a pair has both models', () => {
    expect(metricsOf(['tuned'])).toEqual(['tuned-relations', 'tuned-chance'])
    expect(metricsOf(['base', 'tuned'])).toContain('balance')
  })

  it('differences have a scale about 0, shares end at 1, counts at the largest', () => {
    const scale = (metric: Parameters<typeof metricScale>[0]) =>
      metricScale(metric, [-3, 2], 'RdBu', 'light')
    expect([scale('balance').kind, scale('balance').limit]).toEqual(['signed', 3])
    expect([scale('change').kind, scale('change').limit]).toEqual(['unsigned', 1])
    expect(scale('kept').limit).toBe(3)
    expect(metricScale('kept', [], 'RdBu', 'light').limit).toBe(1)
  })

  it('pairs against chance are a binary logarithm, finite without any pair', () => {
    const row = { ...rowsOf(record)[0]!, basePairs: 0, baseChancePairs: 0 }
    expect(metricValue('base-chance', row)).toBe(0)
    expect(metricValue('base-chance', { ...row, basePairs: 3, baseChancePairs: 0 })).toBeCloseTo(
      Math.log2(7)
    )
    expect(metricValue('base-chance', { ...row, baseChancePairs: null })).toBeNull()
  })

  it('signs are written where zero is the middle', () => {
    expect([metricWords('balance', 2), metricWords('balance', -2), metricWords('kept', 2)]).toEqual(
      ['+2', '−2', '2']
    )
  })

  it('tells a head that was left out', () => {
    expect(describeHead(1, 2, undefined, 'change')).toBe(
      'Layer 1, head 2: left out, or not computed'
    )
    const row = rowsOf(record).find(({ isAtChance }) => isAtChance)!
    expect(describeHead(row.layer, row.head, row, 'change')).toMatch(/kept, .* lost; at chance$/)
  })
})
