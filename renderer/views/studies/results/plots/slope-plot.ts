/** The same case in both models as a line from the one score to the other. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import { mean } from '../../../../../preload/statistics/moments.ts'
import { changeWords, fixedWords } from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { ChartColors } from '../../../concepts/layer-chart.ts'
import { quietText, scoreAxis, tipStyle } from './chart-style.ts'

export interface ScorePair {
  /** Index into the record. */
  readonly case: number
  readonly name: string
  readonly base: number
  readonly tuned: number
}

/** Where lines begin and end: those that rise stand apart from those that fall or stay. */
const places = { rise: [0, 1], fall: [1.6, 2.6] } as const

/** Pairs apart by whether the tuned model's score is the higher one. */
export function risesAndFalls(pairs: readonly ScorePair[]): Record<'rise' | 'fall', ScorePair[]> {
  return {
    rise: pairs.filter(({ base, tuned }) => tuned > base),
    fall: pairs.filter(({ base, tuned }) => !(tuned > base))
  }
}

/**
 * A line a case, thin; the mean of each half and of all, thick. Which way a line goes is told by where it
 * stands and its slope, and only then by the colour of the model whose score is the higher one.
 */
export function slopePlot(pairs: readonly ScorePair[], colors: ChartColors): EChartsCoreOption {
  const halves = risesAndFalls(pairs)
  const isEqual = (pair: ScorePair): boolean => pair.base === pair.tuned
  const nEqual = halves.fall.filter(isEqual).length
  const titles = {
    rise: `${halves.rise.length} rise`,
    fall: `${halves.fall.length - nEqual} fall${nEqual > 0 ? `, ${nEqual} equal` : ''}`
  }
  return {
    grid: { left: 40, right: 8, top: 24, bottom: 22 },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: {
      type: 'value',
      min: -0.3,
      max: 2.9,
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...quietText(colors),
        customValues: [...places.rise, ...places.fall],
        formatter: (place: number) =>
          place === places.rise[0] || place === places.fall[0] ? 'base' : 'tuned'
      }
    },
    yAxis: scoreAxis(
      pairs.flatMap(({ base, tuned }) => [base, tuned]),
      colors
    ),
    series: (['rise', 'fall'] as const).flatMap((half) => {
      const ofHalf = halves[half]
      const ink = half === 'rise' ? colors.tuned : colors.base
      return [
        {
          type: 'custom',
          name: titles[half],
          encode: { x: [0, 2], y: [1, 3] },
          tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
          renderItem: slope(
            (pair) => (pair === null || !isEqual(pair) ? ink : colors.quiet),
            ofHalf,
            ofHalf.length > 100 ? 0.3 : 0.55
          ),
          data: ofHalf.map((pair) => ({
            value: [places[half][0], pair.base, places[half][1], pair.tuned],
            case: pair.case,
            tip: `${visibleLine(pair.name)}: base ${fixedWords(pair.base)}, tuned ${fixedWords(pair.tuned)} (${changeWords(pair.tuned - pair.base)})`
          }))
        },
        meanSlope(ofHalf, half, titles[half], colors)
      ]
    })
  }
}

type Shape = NonNullable<CustomSeriesOption['renderItem']>

function slope(
  strokeOf: (pair: ScorePair | null) => string,
  pairs: readonly ScorePair[],
  opacity: number
): Shape {
  return ({ dataIndex }, api) => {
    const [x1 = 0, y1 = 0] = api.coord([api.value(0), api.value(1)])
    const [x2 = 0, y2 = 0] = api.coord([api.value(2), api.value(3)])
    return {
      type: 'line',
      shape: { x1, y1, x2, y2 },
      style: { stroke: strokeOf(pairs[dataIndex] ?? null), lineWidth: 1, opacity },
      emphasis: { style: { lineWidth: 3, opacity: 1 } }
    }
  }
}

/** The mean of one half as a line, with how many there are above it. */
function meanSlope(
  pairs: readonly ScorePair[],
  half: 'rise' | 'fall',
  title: string,
  colors: ChartColors
): object {
  const means = [mean(pairs.map(({ base }) => base)), mean(pairs.map(({ tuned }) => tuned))]
  return {
    type: 'line',
    silent: true,
    tooltip: { show: false },
    z: 4,
    color: colors.text,
    symbol: 'circle',
    symbolSize: 7,
    lineStyle: { width: 2.5 },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { width: 0 },
      label: {
        position: 'end',
        color: colors.text,
        fontSize: 11,
        formatter: title,
        distance: 4
      },
      data: [{ xAxis: (places[half][0] + places[half][1]) / 2 }]
    },
    data: pairs.length === 0 ? [] : places[half].map((place, i) => [place, means[i]])
  }
}
