/** What taking words out of the prompt does to the response: instruction against context. */
import type { EChartsCoreOption } from 'echarts/core'
import type { AblationLayer } from '../../../../preload/analysis/studies/ablation-tables.ts'
import type {
  AblationSide,
  StudyRecord,
  StudyRole
} from '../../../../preload/analysis/studies/record.ts'
import { changeWords, percentTick, percentWords } from '../../../components/words/number-words.ts'
import { visibleLine } from '../../../components/words/visible-text.ts'
import type { ChartColors, LayerPlot } from '../../concepts/layer-chart.ts'
import { quietText, tipStyle } from './chart-style.ts'

/** One span of a case, ablated. */
export interface AblationPoint {
  readonly case: number
  readonly name: string
  /** Change of the response's log-probability without the span's words, and without as many context words. */
  readonly instruction: number
  readonly context: number
}

export function ablationPoints(
  { cases }: Pick<StudyRecord, 'cases'>,
  side: AblationSide,
  isShown: (index: number) => boolean
): readonly AblationPoint[] {
  return Array.from(side.caseOf, (index, row) => ({
    case: index,
    name: cases[index]?.caseId ?? '',
    instruction: side.withoutInstruction[row]! - side.logProbability[row]!,
    context: side.withoutContext[row]! - side.logProbability[row]!
  })).filter(
    (point) =>
      isShown(point.case) && Number.isFinite(point.instruction) && Number.isFinite(point.context)
  )
}

/** A mark a span: below the diagonal, the instruction's words held the response up more than others did. */
export function ablationPlot(
  points: readonly AblationPoint[],
  role: StudyRole,
  /** Every point of every model: the panels share their axes. */
  all: readonly AblationPoint[],
  colors: ChartColors
): EChartsCoreOption {
  const changes = all.flatMap(({ instruction, context }) => [instruction, context])
  const low = Math.min(0, ...changes)
  const high = Math.max(0, ...changes)
  const step = tickStep(high - low)
  const [min, max] = [Math.floor(low / step) * step, Math.ceil(high / step) * step]
  const axis = (name: string, nameGap: number) => ({
    type: 'value',
    min,
    max: max > min ? max : min + step,
    interval: step,
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: quietText(colors),
    axisLine: { onZero: false, lineStyle: { color: colors.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...quietText(colors), formatter: (value: number) => changeTick(value) }
  })
  return {
    grid: { left: 56, right: 16, top: 12, bottom: 38 },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: axis('without context words', 22),
    yAxis: axis('without the instruction’s', 38),
    series: [
      {
        type: 'scatter',
        name: role,
        color: colors[role],
        symbol: role === 'base' ? 'rect' : 'circle',
        symbolSize: 6,
        itemStyle: { opacity: 0.6 },
        emphasis: { scale: 1.6, itemStyle: { opacity: 1 } },
        tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
        data: points.map(({ case: index, name, instruction, context }) => ({
          value: [context, instruction],
          case: index,
          tip: `${visibleLine(name)}: without instruction ${changeWords(instruction, 2)}, without context ${changeWords(context, 2)}`
        }))
      },
      {
        type: 'line',
        silent: true,
        tooltip: { show: false },
        showSymbol: false,
        color: colors.quiet,
        lineStyle: { width: 1, type: 'dotted' },
        data: [
          [min, min],
          [max, max]
        ]
      }
    ]
  }
}

/** 1, 2 or 5 times a power of ten, so that about four steps fill the range. */
function tickStep(range: number): number {
  if (!(range > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(range / 4))
  return power * ([1, 2, 5].find((times) => times * power * 5 >= range) ?? 10)
}

const changeTick = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')

/** Change of the hidden states after each layer, by instruction and by context words: a plot a model. */
export function hiddenPlots(layers: readonly AblationLayer[]): readonly LayerPlot[] {
  const roles = [...new Set(layers.map(({ role }) => role))]
  return roles.map((role) => {
    const ofRole = layers.filter((layer) => layer.role === role)
    return {
      id: `hidden-${role}`,
      title: `Hidden states, ${role}`,
      unit: 'mean change ‖h′ − h‖ / ‖h‖ after each layer, by words taken',
      words: percentWords,
      tick: percentTick,
      lines: [
        {
          name: 'instruction words',
          ink: role,
          width: 1.75,
          values: ofRole.map(({ comparison }) => comparison.second.mean)
        },
        {
          name: 'context words',
          ink: role,
          dash: 'dashed',
          values: ofRole.map(({ comparison }) => comparison.first.mean)
        }
      ]
    }
  })
}

export function hiddenLayers(layers: readonly AblationLayer[]): readonly number[] {
  return [...new Set(layers.map(({ layer }) => layer))].sort((a, b) => a - b)
}
