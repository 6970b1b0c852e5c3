import { describe, expect, it } from 'vitest'
import {
  axisLayers,
  driftSeries,
  rangeWords,
  readabilityWords,
  sideSeries
} from '../../../renderer/views/concepts/layer-series.ts'
import { driftPlots, readingPlots } from '../../../renderer/views/concepts/drift-plots.ts'
import { layerChart, shareAxis } from '../../../renderer/views/concepts/layer-chart.ts'
import { paperColors } from '../../../renderer/views/concepts/plots-picture.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const fake = makeFakeConcepts({ nLayers: 6, nDirections: 20 })
const whole = fake.record()

describe('series over the layers', () => {
  it('a partial record keeps the axis of the whole run, with nothing where layers are missing', () => {
    const partial = fake.record(2)
    expect(axisLayers(partial)).toEqual([0, 1, 2, 3, 4, 5])
    const ranks = driftSeries(partial, ({ meanRankChange }) => meanRankChange)
    expect(ranks.map((value) => value === null)).toEqual([false, false, true, true, true, true])
  })

  it('a run over chosen layers has those on its axis', () => {
    const chosen = { ...whole, settings: { ...whole.settings, layers: [2, 4] }, layers: [] }
    expect(axisLayers(chosen)).toEqual([2, 4])
  })

  it('a model without a layer has no value there', () => {
    const [first, ...rest] = whole.layers
    const cut = { ...whole, layers: [{ ...first!, sides: first!.sides.slice(0, 1) }, ...rest] }
    const series = sideSeries(cut, 'tuned', ({ explainedFirst }) => explainedFirst)
    expect(series[0]).toBeNull()
    expect(series[1]).toBeCloseTo(0.06, 10)
  })

  it('tells in words which layers of which model have no readable concepts', () => {
    expect(readabilityWords(whole)).toEqual([
      expect.stringMatching(/^No readable concepts in layers 0–1 of the base model/),
      expect.stringMatching(/^No readable concepts in layers 0–1 of the tuned model/)
    ])
  })

  it('joins neighbours in a list of layers', () => {
    expect(rangeWords([0, 1, 2, 5, 7, 8])).toBe('0–2, 5, 7–8')
    expect(rangeWords([])).toBe('')
  })
})

describe('plots over depth', () => {
  it('angles are drawn in degrees', () => {
    const rotation = driftPlots(whole).find(({ id }) => id === 'rotation')
    const radians = whole.layers[5]!.drift!.meanRotationLeading
    expect(rotation?.lines[0]?.values[5]).toBeCloseTo((radians * 180) / Math.PI, 10)
  })

  it('lost is a share of the base’s concepts, born of the tuned model’s', () => {
    const plot = driftPlots(whole).find(({ id }) => id === 'born-lost')
    const { nLost, nBorn } = whole.layers[5]!.drift!
    expect(plot?.lines.map(({ values }) => values[5])).toEqual([nLost / 20, nBorn / 20])
  })

  it('a single model has nothing to compare, but can be read', () => {
    const single = makeFakeConcepts({ nLayers: 4, roles: ['base'] }).record()
    expect(driftPlots(single)).toEqual([])
    expect(readingPlots(single).map(({ id }) => id)).toEqual([
      'coherence-base',
      'above-chance',
      'explained'
    ])
  })

  it('marks layers without readable concepts on the axis, and shades them', () => {
    const axis = { layers: [0, 1, 2], unreadable: new Set([1]), chosen: null }
    const option = layerChart(driftPlots(whole)[0]!, axis, paperColors) as {
      xAxis: { axisLabel: { formatter: (text: string) => string } }
      series: { markArea: { data: unknown[] } }[]
    }
    expect(['0', '1'].map(option.xAxis.axisLabel.formatter)).toEqual(['0', '×1'])
    expect(option.series[0]!.markArea.data).toEqual([[{ xAxis: 0.5 }, { xAxis: 1.5 }]])
  })
})

it('an axis of shares ends at the whole, and has a length where every share is 0', () => {
  expect(shareAxis([0.2, null, 0.96])).toEqual({ max: 1, interval: 0.25 })
  expect(shareAxis([0, null])).toEqual({ max: 0.1, interval: 0.05 })
  expect(shareAxis([0.2, 0.4])).not.toHaveProperty('max')
})
