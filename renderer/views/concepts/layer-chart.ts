import type { EChartsCoreOption } from 'echarts/core'
import type { PageColors } from '../../color/page-colors.ts'
import type { LayerSeries } from './layer-series.ts'

export type ChartColors = Pick<PageColors, 'page' | 'line' | 'text' | 'quiet' | 'base' | 'tuned'>

/** A curve over the layers. Told apart by dashes and shades too, never by colour alone. */
export interface LayerLine {
  readonly name: string
  readonly values: LayerSeries
  readonly ink: 'base' | 'tuned' | 'text' | 'quiet'
  readonly dash?: 'solid' | 'dashed' | 'dotted'
  readonly width?: number
}

/** One small picture over depth. */
export interface LayerPlot {
  readonly id: string
  readonly title: string
  /** What the numbers are, after the title. */
  readonly unit: string
  readonly lines: readonly LayerLine[]
  /** The numbers are shares of a whole: the axis ends at 1 at most. */
  readonly isShare?: boolean
  /** Numbers as the tip writes them. */
  readonly words: (value: number) => string
  /** Numbers as the axis writes them; left out, as the tip does. */
  readonly tick?: (value: number) => string
}

export interface LayerAxis {
  readonly layers: readonly number[]
  /** Layers without readable concepts: shaded, their numbers crossed. */
  readonly unreadable: ReadonlySet<number>
  readonly chosen: number | null
}

/** A plot as ECharts draws it. Every plot has the same margins, so that layers stand under each other. */
export function layerChart(
  plot: LayerPlot,
  { layers, unreadable, chosen }: LayerAxis,
  colors: ChartColors
): EChartsCoreOption {
  const isThin = layers.length > 1
  return {
    grid: { left: 40, right: 8, top: 22, bottom: 20 },
    legend: {
      show: plot.lines.length > 1,
      top: 3,
      right: 4,
      padding: 0,
      itemWidth: 24,
      itemHeight: 8,
      itemGap: 10,
      selectedMode: false,
      textStyle: { color: colors.quiet, fontSize: 10, lineHeight: 14 },
      // The stroke alone: a dot in its middle would hide the dashes.
      data: plot.lines.map(({ name }) => ({ name, itemStyle: { opacity: 0 } }))
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colors.page,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 11 },
      axisPointer: { type: 'line', lineStyle: { color: colors.quiet, width: 1 } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? plot.words(value) : '–')
    },
    xAxis: {
      type: 'category',
      data: layers.map(String),
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colors.quiet,
        fontSize: 10,
        hideOverlap: true,
        formatter: (text: string) => (unreadable.has(Number(text)) ? `×${text}` : text)
      },
      axisPointer: { label: { show: false } }
    },
    yAxis: {
      type: 'value',
      min: ({ min }: { min: number }) => Math.min(0, min),
      ...(plot.isShare
        ? shareAxis(plot.lines.flatMap(({ values }) => values))
        : { splitNumber: 3 }),
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: {
        color: colors.quiet,
        fontSize: 10,
        formatter: plot.tick ?? plot.words,
        margin: 6
      }
    },
    series: plot.lines.map(({ name, values, ink, dash = 'solid', width = 1.5 }, i) => ({
      type: 'line',
      name,
      data: values.slice(),
      color: colors[ink],
      symbol: 'circle',
      symbolSize: 4,
      showSymbol: !isThin || hasLonePoint(values),
      lineStyle: { width, type: dash },
      emphasis: { disabled: true },
      ...(i === 0 && { markArea: unreadableAreas(layers, unreadable, colors) }),
      ...(i === 0 && chosen !== null && { markLine: chosenLine(chosen, colors) })
    }))
  }
}

/** An axis of shares: never beyond the whole, and not of no length where every share is 0. */
export function shareAxis(values: readonly (number | null)[]): object {
  const largest = Math.max(0, ...values.map((value) => value ?? 0))
  if (largest > 0.75) return { max: 1, interval: 0.25 }
  return largest > 0 ? { splitNumber: 3 } : { max: 0.1, interval: 0.05 }
}

/** A value between two that are missing would not be seen without a dot. */
function hasLonePoint(values: LayerSeries): boolean {
  return values.some(
    (value, i) =>
      value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null
  )
}

function unreadableAreas(
  layers: readonly number[],
  unreadable: ReadonlySet<number>,
  colors: ChartColors
): object {
  return {
    silent: true,
    itemStyle: { color: colors.line, opacity: 0.55 },
    data: layers.flatMap((layer, i) =>
      // Half a step to each side, in the numbers of a category axis.
      unreadable.has(layer) ? [[{ xAxis: i - 0.5 }, { xAxis: i + 0.5 }]] : []
    )
  }
}

function chosenLine(chosen: number, colors: ChartColors): object {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: colors.text, width: 1, type: 'solid' },
    data: [{ xAxis: String(chosen) }]
  }
}
