/** How well scores tell followed from unfollowed cases, at every threshold. */
import type { EChartsCoreOption } from 'echarts/core'
import type { StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import type { ScoreRoc } from '../../../../../preload/analysis/studies/score-roc.ts'
import { fixedWords, percentTick, percentWords } from '../../../../components/words/number-words.ts'
import type { ChartColors } from '../../../concepts/layer-chart.ts'
import { quietText, tipStyle } from './chart-style.ts'
import { intervalWords } from '../tables/stat-words.ts'

export interface RocCurve {
  readonly role: StudyRole
  readonly roc: ScoreRoc
}

/** `tuned: AUC 0.71 [0.64, 0.78]` */
export function curveWords({ role, roc }: RocCurve): string {
  return `${role}: AUC ${fixedWords(roc.auc, 2)} ${intervalWords(roc.interval)}`
}

export function rocPlot(curves: readonly RocCurve[], colors: ChartColors): EChartsCoreOption {
  const axis = (name: string, nameGap: number) => ({
    type: 'value',
    min: 0,
    max: 1,
    interval: 0.25,
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: quietText(colors),
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...quietText(colors), formatter: percentTick }
  })
  return {
    grid: { left: 56, right: 16, top: 24, bottom: 38 },
    legend: {
      top: 2,
      right: 4,
      padding: 0,
      itemWidth: 24,
      itemHeight: 8,
      itemGap: 12,
      selectedMode: false,
      textStyle: { ...quietText(colors), lineHeight: 14 },
      data: curves.map((curve) => ({ name: curveWords(curve), itemStyle: { opacity: 0 } }))
    },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: axis('unfollowed cases called followed', 22),
    yAxis: axis('followed cases called followed', 38),
    series: [
      ...curves.map((curve) => ({
        type: 'line',
        name: curveWords(curve),
        color: colors[curve.role],
        symbol: curve.role === 'base' ? 'rect' : 'circle',
        symbolSize: 5,
        // Marks of hundreds of thresholds would hide the curve; they show where the pointer is.
        showSymbol: curve.roc.points.length <= 60,
        triggerLineEvent: true,
        lineStyle: { width: 1.75, type: curve.role === 'base' ? 'dashed' : 'solid' },
        tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
        data: curve.roc.points.map(({ threshold, falsePositiveRate, truePositiveRate }) => ({
          value: [falsePositiveRate, truePositiveRate],
          tip:
            `${curve.role}, score of ${Number.isFinite(threshold) ? fixedWords(threshold) : 'any'} or more: ` +
            `${percentWords(truePositiveRate)} of the followed, ` +
            `${percentWords(falsePositiveRate)} of the unfollowed`
        }))
      })),
      {
        type: 'line',
        silent: true,
        tooltip: { show: false },
        showSymbol: false,
        color: colors.quiet,
        lineStyle: { width: 1, type: 'dotted' },
        data: [
          [0, 0],
          [1, 1]
        ]
      }
    ]
  }
}
