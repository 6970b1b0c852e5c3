import type { CustomSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type { ShareCategory } from '../../../preload/analysis/concepts/label-codes.ts'
import type { ConceptsRecord, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'
import type { ShareCurve } from '../../../preload/analysis/concepts/share-curves.ts'
import type { ShareComparison, ShareGroup } from '../../../preload/analysis/concepts/shares.ts'
import { percentTick, percentWords } from '../../components/words/number-words.ts'
import { shareAxis, type ChartColors, type LayerPlot } from './layer-chart.ts'
import { axisLayers, rangeWords } from './layer-series.ts'
import { isSame } from './categories.ts'
import { categoryWords } from './share-words.ts'

/** One category's share at each layer, base and tuned. */
export function shareCurvePlot(record: ConceptsRecord, curve: ShareCurve): LayerPlot {
  const layers = axisLayers(record)
  return {
    id: 'share-curve',
    title: 'By layer',
    isShare: true,
    unit: `share of ${categoryWords(curve.category)}`,
    words: percentWords,
    tick: percentTick,
    lines: record.sides.map(({ role }) => {
      const points = new Map(curve[role].map(({ layer, share }) => [layer, share]))
      return { name: role, ink: role, values: layers.map((layer) => points.get(layer) ?? null) }
    })
  }
}

/** The layers of a group: of both models where they differ. */
export function groupLayers({ base, tuned }: ShareGroup): string {
  const spans = [base, tuned].flatMap((side) => (side ? [rangeWords(side.layers)] : []))
  return [...new Set(spans)].join(' / ')
}

/** One category's share in each group of layers as bars, with the spread over runs where there is one. */
export function shareBarsChart(
  { groups }: ShareComparison,
  category: ShareCategory,
  roles: readonly ConceptsRole[],
  colors: ChartColors
): EChartsCoreOption {
  const quiet = { color: colors.quiet, fontSize: 10 }
  const shares = (role: ConceptsRole) =>
    groups.map(({ rows }) => rows.find((row) => isSame(row.category, category))?.[role] ?? null)
  const ends = roles.flatMap(shares).map((share) => share && (share.share ?? 0) + (share.sd ?? 0))
  return {
    grid: { left: 40, right: 8, top: 22, bottom: 20 },
    legend: {
      show: roles.length > 1,
      top: 3,
      right: 4,
      padding: 0,
      itemWidth: 10,
      itemHeight: 8,
      itemGap: 10,
      selectedMode: false,
      textStyle: { ...quiet, lineHeight: 14 },
      data: [...roles]
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colors.page,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 11 },
      axisPointer: { type: 'shadow', shadowStyle: { color: colors.line, opacity: 0.4 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? percentWords(value) : '–')
    },
    xAxis: {
      type: 'category',
      data: groups.map(groupLayers),
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: { ...quiet, hideOverlap: true }
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...shareAxis(ends),
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: { ...quiet, formatter: percentTick, margin: 6 }
    },
    series: roles.flatMap((role, i) => {
      const ofRole = shares(role)
      return [
        {
          type: 'bar',
          name: role,
          color: colors[role],
          barMaxWidth: 28,
          barGap: '10%',
          emphasis: { disabled: true },
          data: ofRole.map((share) => share?.share ?? null)
        },
        {
          type: 'custom',
          silent: true,
          tooltip: { show: false },
          z: 3,
          renderItem: errorBar(i, roles.length, colors.text),
          data: ofRole.flatMap((share, at) =>
            share?.sd && share.share !== null
              ? [[at, Math.max(0, share.share - share.sd), share.share + share.sd]]
              : []
          )
        }
      ]
    })
  }
}

/** A whisker of one standard deviation each way over the bar of model `i` of `n`. */
function errorBar(i: number, n: number, stroke: string): CustomSeriesOption['renderItem'] {
  return (_params, api) => {
    const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)])
    const [, high = 0] = api.coord([api.value(0), api.value(2)])
    const size = api.size?.([1, 0])
    const step = Array.isArray(size) ? (size[0] ?? 0) : (size ?? 0)
    // As ECharts lays bars out: 20 % of the step are left free, a tenth of a bar between two.
    const width = Math.min(28, (step * 0.8) / (n + 0.1 * (n - 1)))
    const center = x + (i - (n - 1) / 2) * width * 1.1
    const cap = Math.min(4, width / 3)
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style: { stroke, lineWidth: 1 }
    })
    return {
      type: 'group',
      children: [
        line(center, low, center, high),
        line(center - cap, low, center + cap, low),
        line(center - cap, high, center + cap, high)
      ]
    }
  }
}
