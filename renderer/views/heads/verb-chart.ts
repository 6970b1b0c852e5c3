import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type {
  VerbComparison,
  VerbGroup,
  VerbSample
} from '../../../preload/analysis/heads/verb-comparison.ts'
import { verbKinds, type VerbKind } from '../../../preload/analysis/heads/verb-words.ts'
import { percentTick } from '../../components/words/number-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { ChartColors } from '../concepts/layer-chart.ts'
import { spanWords } from './verb-words.ts'

type ItemStyle = NonNullable<ScatterSeriesOption['itemStyle']>

/** Where each list stands beside its group's middle, and how far its verbs are spread sideways. */
const offset: Record<VerbKind, number> = { instruction: -0.2, general: 0.2 }
const spread = 0.22

const names: Record<VerbKind, string> = {
  instruction: 'instruction verbs',
  general: 'general verbs'
}

/**
 * Up-shares of all verbs by group of layers, a dot a verb, and each list's mean with its standard
 * deviation. Lists are no models: they are told apart by dark and grey, filled and hollow.
 */
export function verbChart({ groups, all }: VerbComparison, colors: ChartColors): EChartsCoreOption {
  const shown = all === null || groups.length < 2 ? groups : [...groups, all]
  const label = (group: VerbGroup): string =>
    group.index === null ? 'all layers' : `layers ${spanWords(group)}`
  const quiet = { color: colors.quiet, fontSize: 10 }
  return {
    grid: { left: 44, right: 12, top: 24, bottom: 22 },
    legend: {
      top: 2,
      right: 4,
      padding: 0,
      itemWidth: 8,
      itemHeight: 8,
      itemGap: 12,
      selectedMode: false,
      textStyle: { ...quiet, lineHeight: 14 },
      data: verbKinds.map((kind) => names[kind])
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      backgroundColor: colors.page,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 11 }
    },
    xAxis: {
      type: 'value',
      min: -0.5,
      max: shown.length - 0.5,
      // Groups stand at whole numbers; the axis begins half a step before.
      interval: 0.5,
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...quiet,
        formatter: (place: number) => (shown[place] ? label(shown[place]) : '')
      }
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: { ...quiet, formatter: percentTick, margin: 6 }
    },
    series: verbKinds.flatMap((kind) => [
      {
        type: 'scatter',
        name: names[kind],
        symbol: 'circle',
        symbolSize: 5,
        itemStyle: { ...dotStyle(kind, colors), opacity: 0.55 },
        emphasis: { disabled: true },
        tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
        data: shown.flatMap((group, place) => dots(group[kind], place + offset[kind]))
      },
      {
        type: 'custom',
        silent: true,
        tooltip: { show: false },
        z: 4,
        renderItem: meanWithSpread(ink(kind, colors), colors.page),
        data: shown.flatMap((group, place) => {
          const { mean, sd } = group[kind]
          return mean === null || sd === null
            ? []
            : [[place + offset[kind], mean, Math.max(0, mean - sd), Math.min(1, mean + sd)]]
        })
      }
    ])
  }
}

function ink(kind: VerbKind, { text, quiet }: ChartColors): string {
  return kind === 'instruction' ? text : quiet
}

/** Filled or hollow; not ECharts' own hollow circle, which is white inside on a dark page too. */
function dotStyle(kind: VerbKind, colors: ChartColors): ItemStyle {
  const color = ink(kind, colors)
  return kind === 'instruction'
    ? { color }
    : { color: colors.page, borderColor: color, borderWidth: 1.5 }
}

/** A dot a verb; equal shares lie beside each other, always in the same way. */
function dots({ shares }: VerbSample, center: number): object[] {
  return shares.map(({ word, share, nUp, nChanged }, i) => ({
    value: [center + (((i * 0.618034) % 1) - 0.5) * spread, share],
    tip: `${visibleLine(word)}: up in ${nUp} of ${nChanged} ${nChanged === 1 ? 'head' : 'heads'}`
  }))
}

/** A bar at the mean and a whisker of one standard deviation each way. */
function meanWithSpread(stroke: string, page: string): CustomSeriesOption['renderItem'] {
  return (_params, api) => {
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)])
    const [, low = 0] = api.coord([api.value(0), api.value(2)])
    const [, high = 0] = api.coord([api.value(0), api.value(3)])
    const line = (box: [number, number, number, number], lineWidth: number, color: string) => ({
      type: 'line' as const,
      shape: { x1: box[0], y1: box[1], x2: box[2], y2: box[3] },
      style: { stroke: color, lineWidth }
    })
    return {
      type: 'group',
      children: [
        line([x, low, x, high], 1.5, stroke),
        line([x - 4, low, x + 4, low], 1.5, stroke),
        line([x - 4, high, x + 4, high], 1.5, stroke),
        line([x - 12, y, x + 12, y], 5, page),
        line([x - 11, y, x + 11, y], 3, stroke)
      ]
    }
  }
}
