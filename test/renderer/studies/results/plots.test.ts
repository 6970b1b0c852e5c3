import { describe, expect, it } from 'vitest'
import { ablationTables } from '../../../../preload/analysis/studies/ablation-tables.ts'
import { ratingsOf } from '../../../../preload/analysis/studies/ratings.ts'
import { scoreRoc } from '../../../../preload/analysis/studies/score-roc.ts'
import { sensitivityOfModels } from '../../../../preload/analysis/studies/sensitivity.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { chartsPictureSvg } from '../../../../renderer/pictures/charts-picture.ts'
import { paperColors } from '../../../../renderer/views/concepts/plots-picture.ts'
import {
  choiceTitle,
  groupChoices,
  isOfChoice,
  validChoice
} from '../../../../renderer/views/studies/results/case-groups.ts'
import {
  ablationPlot,
  ablationPoints,
  hiddenPlot
} from '../../../../renderer/views/studies/results/plots/ablation-plots.ts'
import {
  caseOf,
  niceEnds,
  niceStep
} from '../../../../renderer/views/studies/results/plots/chart-style.ts'
import { distributionFindings } from '../../../../renderer/views/studies/results/plots/distribution-words.ts'
import { rocPlot } from '../../../../renderer/views/studies/results/plots/roc-plot.ts'
import {
  scoreGroups,
  scorePairs,
  scoresOfRoles
} from '../../../../renderer/views/studies/results/plots/score-groups.ts'
import {
  scorePlot,
  scoreShapes,
  type ScoreShape
} from '../../../../renderer/views/studies/results/plots/score-plot.ts'
import {
  densityAt,
  densityCurve
} from '../../../../renderer/views/studies/results/plots/score-summary.ts'
import {
  sensitivityPanels,
  sensitivityPlot,
  settingOf
} from '../../../../renderer/views/studies/results/plots/sensitivity-plot.ts'
import { slopePlot } from '../../../../renderer/views/studies/results/plots/slope-plot.ts'
import { studyPicture } from '../../../../renderer/views/studies/results/plots/study-picture.ts'
import { makeStudyRecord } from '../../../helpers/study-record.ts'

/** As much of an option as is looked at. */
interface Drawn {
  readonly legend: { readonly data: readonly { readonly name: string }[] }
  readonly xAxis: { readonly min: number; readonly max: number }
  readonly yAxis: { readonly min: number; readonly max: number }
  readonly series: readonly {
    readonly type: string
    readonly name?: string
    readonly color?: string
    readonly symbol?: string
    readonly data: readonly {
      readonly value: readonly number[]
      readonly case: number
      readonly tip: string
      readonly symbolSize: number
      readonly itemStyle: { readonly color: string }
    }[]
  }[]
}
const drawn = (option: object) => option as Drawn

const record = makeStudyRecord({ nCases: 30, nFailed: 1, rated: 'all', hasAblation: true })
const scores = scoresOfRoles(record, 'own', defaultSalience)
const base = scores[0]!.scores
const tuned = scores[1]!.scores

describe('the plot of scores', () => {
  const plot = (shape: ScoreShape, choice: 'each' | 'all' = 'each') =>
    drawn(scorePlot(scoreGroups(record, scores, choice), shape, paperColors))

  it.each(scoreShapes)('has a mark a case and model at its score, %s', (shape) => {
    const marks = plot(shape).series.filter(({ type }) => type === 'scatter')
    expect(marks.map(({ name, color, symbol }) => [name, color, symbol])).toEqual([
      ['base', paperColors.base, 'rect'],
      ['tuned', paperColors.tuned, 'circle']
    ])
    // The last case of the tuned model failed.
    expect(marks.map(({ data }) => data.length)).toEqual([30, 29])
    for (const { case: index, value, tip } of marks[0]!.data) {
      expect(value[1]).toBe(base[index])
      expect(tip).toContain(record.cases[index]!.caseId)
    }
    expect(marks[1]!.data.every(({ value, case: index }) => value[1] === tuned[index])).toBe(true)
  })

  it('keeps the marks of a model beside those of the other, within their group', () => {
    const [ofBase, ofTuned] = plot('strip').series.filter(({ type }) => type === 'scatter')
    const groups = ['rewrite', 'translate', 'arithmetic']
    for (const [side, low, high] of [
      [ofBase!, -0.42, 0],
      [ofTuned!, 0, 0.42]
    ] as const) {
      for (const { case: index, value } of side.data) {
        const place = groups.indexOf(record.cases[index]!.group)
        expect(value[0]).toBeGreaterThan(place + low)
        expect(value[0]).toBeLessThan(place + high)
      }
    }
  })

  it('adds an outline to every violin, and a box to both', () => {
    const custom = (shape: ScoreShape) =>
      plot(shape)
        .series.filter(({ type }) => type === 'custom')
        .map(({ data }) => data.length)
    expect(custom('strip')).toEqual([3, 3])
    expect(custom('violin')).toEqual([3, 3, 3, 3])
  })

  it('draws all cases together, one model alone, and nothing at all', () => {
    expect(
      plot('violin', 'all').series.filter(({ type }) => type === 'scatter')[0]!.data
    ).toHaveLength(30)
    const alone = makeStudyRecord({ nCases: 5, roles: ['tuned'] })
    const groups = scoreGroups(alone, scoresOfRoles(alone, 'own', defaultSalience), 'all')
    expect(drawn(scorePlot(groups, 'strip', paperColors)).legend.data).toHaveLength(1)
    const none = makeStudyRecord({ nCases: 5, nDone: 0 })
    const empty = scoreGroups(none, scoresOfRoles(none, 'own', defaultSalience), 'all')
    expect(
      drawn(scorePlot(empty, 'violin', paperColors)).series.flatMap(({ data }) => data)
    ).toEqual([])
  })
})

describe('a summary of scores', () => {
  it('has the shape of its values: symmetric, largest in the middle, cut at the ends', () => {
    const curve = densityCurve([0, 1, 1, 2, 2, 2, 3, 3, 4])!
    expect([curve.at[0], curve.at.at(-1)]).toEqual([0, 4])
    expect(Math.max(...curve.density)).toBe(1)
    expect(densityAt(curve, 1)).toBeCloseTo(densityAt(curve, 3), 10)
    expect(densityAt(curve, 2)).toBeGreaterThan(densityAt(curve, 1))
    expect(densityAt(curve, -5)).toBe(curve.density[0])
  })

  it('has a shape where half of the values are equal, and none without a spread', () => {
    const curve = densityCurve([0, 0, 0, 0, 0, 0, 1, 2])!
    expect([...curve.density].every(Number.isFinite)).toBe(true)
    expect(densityCurve([1, 1, 1])).toBeNull()
    expect(densityCurve([1, 2])).toBeNull()
  })
})

describe('the plot of pairs', () => {
  const pairs = scorePairs(record, scores, 'all')

  it('has a line a pair, those that rise apart from those that fall', () => {
    expect(pairs).toHaveLength(29)
    const option = drawn(slopePlot(pairs, paperColors))
    const [rise, , fall] = option.series
    expect(rise!.data.length + fall!.data.length).toBe(29)
    for (const { value, case: index } of rise!.data) {
      expect(value).toEqual([0, base[index], 1, tuned[index]])
      expect(value[3]).toBeGreaterThan(value[1]!)
    }
    for (const { value } of fall!.data) expect(value[3]).toBeLessThanOrEqual(value[1]!)
    expect(Math.min(...fall!.data.map(({ value }) => value[0]!))).toBeGreaterThan(1)
    expect(rise!.name).toBe(`${rise!.data.length} rise`)
  })

  it('says how many are equal, and has no mean of none', () => {
    const same = [{ case: 0, name: 'a', base: 1, tuned: 1 }]
    const { series } = drawn(slopePlot(same, paperColors))
    expect(series.map(({ name }) => name)).toEqual([
      '0 rise',
      undefined,
      '0 fall, 1 equal',
      undefined
    ])
    expect(series[1]!.data).toEqual([])
    expect(distributionFindings(same, 1, 'same')).toEqual([
      '0 of 1 case score higher after tuning, 0 lower, 1 the same; the median change is 0.000.'
    ])
    expect(distributionFindings([], 3, 'own')).toEqual([
      '3 cases with a score in one model; no pairs to compare.'
    ])
  })
})

describe('the plot of a sweep', () => {
  const line = sensitivityOfModels(record, 'same').at(-1)!
  const panels = sensitivityPanels(line)
  const option = (at: number, chosen = defaultSalience) =>
    drawn(sensitivityPlot(panels[at]!, panels, chosen, paperColors))

  it('has a panel an L with a mark a distinct setting, on one axis', () => {
    expect(panels.map(({ levels, cells }) => [levels, cells.length])).toEqual([
      [10, 15],
      [5, 9],
      [2, 3]
    ])
    const axes = [0, 1, 2].map((at) => [option(at).yAxis.min, option(at).yAxis.max])
    expect(axes[1]).toEqual(axes[0])
    expect(axes[2]).toEqual(axes[0])
    const marks = option(0).series.flatMap(({ data }) => data)
    expect(marks).toHaveLength(15)
    expect(marks.map(({ value }) => value[1])).toEqual(
      panels[0]!.cells.map(({ hedgesG }) => hedgesG)
    )
  })

  it('fills the settings with p < 0.05 and tells the p of the norm by symbol', () => {
    const marks = option(0).series.flatMap(({ data }) => data)
    marks.forEach(({ itemStyle, tip }, i) => {
      const { welch, salience } = panels[0]!.cells[i]!
      const isFound = welch.kind === 'tested' && welch.p < 0.05
      expect(itemStyle.color).toBe(isFound ? paperColors.text : paperColors.page)
      expect(tip).toMatch(`L 10, b ${salience.threshold}, p ${salience.norm}: g `)
    })
    expect(marks.some(({ itemStyle }) => itemStyle.color === paperColors.text)).toBe(true)
    expect(new Set(option(0).series.map(({ symbol }) => symbol)).size).toBe(3)
  })

  it('marks the setting in use, and gives back the one that is clicked', () => {
    const sizes = option(0, { levels: 10, threshold: 6, norm: 5 }).series.flatMap(
      ({ data }) => data
    )
    const chosen = sizes.filter(({ symbolSize }) => symbolSize > 8)
    expect(chosen.map(settingOf)).toEqual([{ levels: 10, threshold: 6, norm: 5 }])
    expect(
      option(1)
        .series.flatMap(({ data }) => data)
        .some(({ symbolSize }) => symbolSize > 8)
    ).toBe(false)
    expect(settingOf(null)).toBeNull()
    expect(settingOf({ value: 3 })).toBeNull()
  })
})

it('ROC goes from nothing to everything, with AUC and interval in the legend and chance beside it', () => {
  const ratings = ratingsOf(record, [], 'tuned')
  const roc = scoreRoc(record, 'own', 'tuned', ratings, defaultSalience).at(-1)!
  const { legend, series } = drawn(rocPlot([{ role: 'tuned', roc }], paperColors))
  expect(legend.data[0]!.name).toMatch(/^tuned: AUC \d\.\d\d \[\d\.\d\d, \d\.\d\d\]$/)
  const [curve, chance] = series
  expect(curve!.data.map(({ value }) => value)).toEqual(
    roc.points.map(({ falsePositiveRate, truePositiveRate }) => [
      falsePositiveRate,
      truePositiveRate
    ])
  )
  expect(curve!.data[0]!.tip).toContain('score of any or more')
  expect(chance!.data).toEqual([
    [0, 0],
    [1, 1]
  ])
})

describe('plots of word ablation', () => {
  const ablation = record.ablation!
  const [ofBase, ofTuned] = ablation.sides.map((side) =>
    ablationPoints(record, side, 'total', () => true)
  )
  const all = [...ofBase!, ...ofTuned!]

  it('have a mark a span: context to the right, instruction upwards', () => {
    const { series } = drawn(ablationPlot(ofTuned!, 'tuned', all, paperColors))
    expect(series[0]!.data.map(({ value }) => value)).toEqual(
      ofTuned!.map(({ context, instruction }) => [context, instruction])
    )
    expect(series[0]!.data.map(caseOf)).toEqual(ofTuned!.map(({ case: index }) => index))
  })

  it('share their axes between models', () => {
    const [one, other] = [ofBase!, ofTuned!].map((points) =>
      drawn(ablationPlot(points, 'base', all, paperColors))
    )
    expect(one!.yAxis).toMatchObject({ min: other!.yAxis.min, max: other!.yAxis.max })
    for (const { instruction } of all) expect(instruction).toBeGreaterThanOrEqual(one!.yAxis.min)
  })

  it('count per token, leave out what is no number, and keep to the group', () => {
    const side = ablation.sides[0]!
    const perToken = ablationPoints(record, side, 'perToken', (index) => index === 3)
    expect(perToken).toHaveLength(1)
    expect(perToken[0]!.instruction).toBe(
      (side.withoutInstruction[3]! - side.logProbability[3]!) / side.nResponse[3]!
    )
    const empty = { ...side, nResponse: side.nResponse.map(() => 0) }
    expect(ablationPoints(record, empty, 'perToken', () => true)).toEqual([])
  })

  it('have the means of every layer, of both models and both kinds of words', () => {
    const { layers } = ablationTables(record)!
    const { lines } = hiddenPlot(layers)
    expect(lines.map(({ name, ink, dash }) => [name, ink, dash])).toEqual([
      ['base, instruction words', 'base', undefined],
      ['base, context words', 'base', 'dashed'],
      ['tuned, instruction words', 'tuned', undefined],
      ['tuned, context words', 'tuned', 'dashed']
    ])
    expect(lines[2]!.values[5]).toBe(
      layers.find(({ role, layer }) => role === 'tuned' && layer === 5)!.comparison.second.mean
    )
  })
})

describe('what all plots share', () => {
  it('ends axes on whole steps that hold 0 and every value', () => {
    expect(niceStep(1)).toBe(0.2)
    expect(niceStep(7)).toBe(2)
    expect(niceStep(0)).toBe(1)
    expect(niceEnds([-3.2, -1])).toEqual({ min: -4, max: 0, interval: 1 })
    expect(niceEnds([])).toEqual({ min: 0, max: 1, interval: 1 })
  })

  it('tells a mark of a case from anything else that is clicked', () => {
    expect(caseOf({ case: 4, value: [0, 1] })).toBe(4)
    expect(caseOf({ value: [0, 1] })).toBeNull()
    expect(caseOf([1, 2])).toBeNull()
    expect(caseOf(undefined)).toBeNull()
  })

  it('offers groups side by side as long as they can be read', () => {
    const names = (n: number) => Array.from({ length: n }, (_, i) => `g${i}`)
    expect(groupChoices(['a'], { hasEach: true }).map(({ value }) => value)).toEqual(['all'])
    expect(groupChoices(['a', 'b'], { hasEach: true }).map(({ value }) => value)).toEqual([
      'all',
      'each',
      'of a',
      'of b'
    ])
    expect(groupChoices(names(9), { hasEach: true })).toHaveLength(10)
    expect(validChoice('of z', groupChoices(['a', 'b'], { hasEach: false }))).toBe('all')
    // A group may be called like a choice of ours.
    expect(isOfChoice('all', 'of all')).toBe(true)
    expect(isOfChoice('b', 'of all')).toBe(false)
    expect(choiceTitle('Scores', 'of a')).toBe('Scores, a')
    expect(choiceTitle('Scores', 'each')).toBe('Scores')
  })

  it('leaves the program as a picture that tells what it is of', () => {
    const option = scorePlot(scoreGroups(record, scores, 'each'), 'violin', paperColors)
    const picture = studyPicture(
      { record: { ...record, isPartial: true }, mode: 'own', salience: defaultSalience },
      'Distribution of scores',
      ['A finding.'],
      [{ title: 'Scores', unit: 'a mark a case', option }]
    )
    const { svg } = chartsPictureSvg(picture)
    for (const text of [
      'Distribution of scores',
      'base → tuned; each model on its own response.',
      'A finding.',
      'Partial: the run was still going on.',
      'rewrite',
      'cases.jsonl (SHA-256 d5d5d5d5d5d5)',
      'L 10, b 7, p 4',
      'base: base (3f3f3f3f3f3f)',
      'onnxruntime 1.23.0'
    ])
      expect(svg, text).toContain(text)
    expect(svg).not.toContain('NaN')
  })
})
