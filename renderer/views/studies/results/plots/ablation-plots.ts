/** What taking words out of the prompt does to the response: instruction against context. */
import type { EChartsCoreOption } from 'echarts/core'
import type { AblationLayer } from '../../../../../preload/analysis/studies/ablation-tables.ts'
import type {
  AblationSide,
  StudyRecord,
  StudyRole
} from '../../../../../preload/analysis/studies/record.ts'
import {
  changeWords,
  percentTick,
  percentWords
} from '../../../../components/words/number-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { ChartColors, LayerLine, LayerPlot } from '../../../concepts/layer-chart.ts'
import { niceEnds, quietText, tickWords, tipStyle } from './chart-style.ts'

/** Of the whole response, or of a token of it on average. */
export type ChangeMeasure = 'total' | 'perToken'

/** One span of a case, ablated. */
export interface AblationPoint {
  readonly case: number
  readonly name: string
  /** 1-based, of the case's instruction spans. */
  readonly span: number
  /** Change of the response's log-probability without the span's words, and without as many context words. */
  readonly instruction: number
  readonly context: number
}

export function ablationPoints(
  { cases }: Pick<StudyRecord, 'cases'>,
  side: AblationSide,
  measure: ChangeMeasure,
  isShown: (index: number) => boolean
): readonly AblationPoint[] {
  const change = (without: Float64Array, row: number): number =>
    (without[row]! - side.logProbability[row]!) / (measure === 'total' ? 1 : side.nResponse[row]!)
  return Array.from(side.caseOf, (index, row) => ({
    case: index,
    name: cases[index]?.caseId ?? '',
    span: side.spanOf[row]! + 1,
    instruction: change(side.withoutInstruction, row),
    context: change(side.withoutContext, row)
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
  const contexts = niceEnds(all.map(({ context }) => context))
  const instructions = niceEnds(all.map(({ instruction }) => instruction))
  const [from, to] = [
    Math.max(contexts.min, instructions.min),
    Math.min(contexts.max, instructions.max)
  ]
  const axis = (name: string, nameGap: number, ends: ReturnType<typeof niceEnds>) => ({
    type: 'value',
    ...ends,
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: quietText(colors),
    axisLine: { onZero: false, lineStyle: { color: colors.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...quietText(colors), formatter: tickWords }
  })
  return {
    grid: { left: 56, right: 16, top: 12, bottom: 38 },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: axis('without context words', 22, contexts),
    yAxis: axis('without the instruction’s', 38, instructions),
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
          [from, from],
          [to, to]
        ]
      }
    ]
  }
}

/** Change of the hidden states after each layer, by instruction and by context words, of all models in one plot. */
export function hiddenPlot(layers: readonly AblationLayer[]): LayerPlot {
  const roles = [...new Set(layers.map(({ role }) => role))]
  const all = hiddenLayers(layers)
  return {
    id: 'hidden',
    title: 'Change of hidden states',
    unit: 'mean of ‖h′ − h‖ / ‖h‖ where the response is predicted, after each layer',
    words: percentWords,
    tick: percentTick,
    lines: roles.flatMap((role): LayerLine[] => {
      const means = (sample: 'first' | 'second') =>
        all.map(
          (layer) =>
            layers.find((one) => one.role === role && one.layer === layer)?.comparison[sample]
              .mean ?? null
        )
      return [
        { name: `${role}, instruction words`, ink: role, width: 1.75, values: means('second') },
        { name: `${role}, context words`, ink: role, dash: 'dashed', values: means('first') }
      ]
    })
  }
}

export function hiddenLayers(layers: readonly AblationLayer[]): readonly number[] {
  return [...new Set(layers.map(({ layer }) => layer))].sort((a, b) => a - b)
}
