/** Scores of samples side by side, by group: a mark a case, with a box or a violin. Options in ECharts' form. */
import type { CustomSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import { boxSummary } from '../../../../../preload/statistics/box-summary.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { ChartColors } from '../../../concepts/layer-chart.ts'
import { quietText, scoreAxis, tipStyle } from './chart-style.ts'
import { densityAt, densityCurve } from './score-summary.ts'

export const scoreShapes = ['strip', 'violin'] as const
export type ScoreShape = (typeof scoreShapes)[number]

export interface ScoreSample {
  readonly name: string
  readonly ink: 'base' | 'tuned' | 'text' | 'quiet'
  /** Samples are told apart by the shape of their marks too. */
  readonly symbol: 'rect' | 'circle' | 'diamond'
  readonly points: readonly ScorePoint[]
}

export interface ScorePoint {
  /** Index into the record. */
  readonly case: number
  readonly name: string
  readonly score: number
}

export interface ScoreGroup {
  readonly name: string
  readonly samples: readonly ScoreSample[]
}

/** Width that the marks and outline of a sample may take, in groups; groups stand at whole numbers. */
const sampleWidth = 0.36

export function scorePlot(
  groups: readonly ScoreGroup[],
  shape: ScoreShape,
  colors: ChartColors
): EChartsCoreOption {
  const first = groups[0]?.samples ?? []
  const scores = groups.flatMap(({ samples }) =>
    samples.flatMap(({ points }) => points.map(({ score }) => score))
  )
  return {
    grid: { left: 40, right: 8, top: 24, bottom: 22 },
    legend: {
      top: 2,
      right: 4,
      padding: 0,
      itemWidth: 8,
      itemHeight: 8,
      itemGap: 12,
      selectedMode: false,
      textStyle: { ...quietText(colors), lineHeight: 14 },
      data: first.map(({ name, symbol }) => ({ name, icon: symbol }))
    },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: {
      type: 'value',
      min: -0.5,
      max: groups.length - 0.5,
      interval: 0.5,
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...quietText(colors),
        hideOverlap: true,
        formatter: (place: number) => (groups[place] ? visibleLine(groups[place].name) : '')
      }
    },
    yAxis: scoreAxis(scores, colors),
    series: first.flatMap((sample, i) => {
      const center = (i - (first.length - 1) / 2) * (sampleWidth + 0.06)
      const ofGroups = groups.map(({ samples }) => samples[i]?.points ?? [])
      return [
        ...(shape === 'violin' ? [violins(ofGroups, center, colors[sample.ink])] : []),
        {
          type: 'scatter',
          name: sample.name,
          color: colors[sample.ink],
          symbol: sample.symbol,
          symbolSize: scores.length > 600 ? 4 : 5,
          itemStyle: { opacity: 0.5 },
          emphasis: { scale: 1.6, itemStyle: { opacity: 1 } },
          tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
          data: ofGroups.flatMap((points, place) => marks(sample, points, place + center, shape))
        },
        boxes(ofGroups, center, colors[sample.ink], colors.page)
      ]
    })
  }
}

/** A mark a case; equal scores lie beside each other, always in the same way, within the violin if any. */
function marks(
  { name: sample }: ScoreSample,
  points: readonly ScorePoint[],
  center: number,
  shape: ScoreShape
): object[] {
  const curve = shape === 'violin' ? densityCurve(points.map(({ score }) => score)) : null
  return points.map(({ case: index, name, score }, i) => {
    const room = curve ? densityAt(curve, score) * 0.9 : 0.8
    const aside = (((i * 0.618034) % 1) - 0.5) * sampleWidth * room
    return {
      value: [center + aside, score],
      case: index,
      tip: `${visibleLine(name)}: ${sample} ${fixedWords(score)}`
    }
  })
}

type Shape = NonNullable<CustomSeriesOption['renderItem']>

/** Drawn by the numbers of one datum, in pixels. */
function custom(data: readonly (readonly number[])[], renderItem: Shape, z: number): object {
  return { type: 'custom', silent: true, tooltip: { show: false }, z, renderItem, data }
}

/** Quartiles as a box with its median, and Tukey's whiskers; narrow, so that marks are seen beside it. */
function boxes(
  ofGroups: readonly (readonly ScorePoint[])[],
  center: number,
  stroke: string,
  page: string
): object {
  const data = ofGroups.flatMap((points, place) => {
    const box = boxSummary(points.map(({ score }) => score))
    return box ? [[place + center, box.low, ...box.quartiles, box.high]] : []
  })
  return custom(
    data,
    (_params, api) => {
      const y = (dimension: number): number =>
        api.coord([api.value(0), api.value(dimension)])[1] ?? 0
      const [x = 0] = api.coord([api.value(0), 0])
      const half = 7
      const line = (x1: number, y1: number, x2: number, y2: number, lineWidth: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke, lineWidth }
      })
      return {
        type: 'group',
        children: [
          line(x, y(1), x, y(2), 1.25),
          line(x, y(4), x, y(5), 1.25),
          {
            type: 'rect',
            shape: { x: x - half, y: y(4), width: 2 * half, height: y(2) - y(4) },
            style: { fill: page, opacity: 0.75 }
          },
          {
            type: 'rect',
            shape: { x: x - half, y: y(4), width: 2 * half, height: y(2) - y(4) },
            style: { fill: 'none', stroke, lineWidth: 1.25 }
          },
          line(x - half, y(3), x + half, y(3), 3)
        ]
      }
    },
    4
  )
}

function violins(
  ofGroups: readonly (readonly ScorePoint[])[],
  center: number,
  color: string
): object {
  const curves = ofGroups.map((points) => densityCurve(points.map(({ score }) => score)))
  const data = curves.flatMap((curve, place) => (curve ? [[place + center, 0, place]] : []))
  return custom(
    data,
    (_params, api) => {
      const curve = curves[Number(api.value(2))]
      if (!curve) return null
      const middle = Number(api.value(0))
      const side = (sign: 1 | -1) =>
        Array.from(curve.at, (score, i) => {
          const [x = 0, y = 0] = api.coord([
            middle + (sign * curve.density[i]! * sampleWidth) / 2,
            score
          ])
          return [x, y]
        })
      return {
        type: 'polygon',
        shape: { points: [...side(1), ...side(-1).reverse()] },
        style: { fill: color, fillOpacity: 0.16, stroke: color, lineWidth: 1 }
      }
    },
    1
  )
}
