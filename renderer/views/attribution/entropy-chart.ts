import type { EChartsCoreOption } from 'echarts/core'
import { nearUniformEntropy } from '../../../preload/analysis/importance-verdict.ts'
import type { PageColors } from '../../color/page-colors.ts'
import { fixedWords } from '../../components/words/number-words.ts'

/** One model's map, column by column. */
export interface EntropyLine {
  readonly role: 'base' | 'tuned'
  /** [M], normalised entropy of each response token's column, 0 to 1 */
  readonly entropy: ArrayLike<number>
}

/**
 * How peaked each column is: a curve a model over the response tokens, and the dashed line above which a
 * column is as good as uniform.
 */
export function entropyChart(lines: readonly EntropyLine[], colors: PageColors): EChartsCoreOption {
  const nColumns = Math.max(0, ...lines.map(({ entropy }) => entropy.length))
  const quiet = { color: colors.quiet, fontSize: 10 }
  return {
    grid: { left: 24, right: 4, top: 6, bottom: 18 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colors.page,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 11 },
      valueFormatter: (value: unknown) => fixedWords(typeof value === 'number' ? value : null, 2)
    },
    xAxis: {
      type: 'category',
      data: Array.from({ length: nColumns }, (_, m) => String(m + 1)),
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      axisLabel: quiet
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.5,
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: quiet
    },
    series: [
      ...lines.map(({ role, entropy }) => ({
        type: 'line',
        name: role,
        data: Array.from(entropy),
        showSymbol: nColumns === 1,
        color: colors[role],
        lineStyle: { width: 1.5 }
      })),
      {
        type: 'line',
        name: 'as good as uniform',
        data: Array.from({ length: nColumns }, () => nearUniformEntropy),
        showSymbol: false,
        silent: true,
        color: colors.quiet,
        lineStyle: { width: 1, type: 'dashed' },
        tooltip: { show: false }
      }
    ]
  }
}
