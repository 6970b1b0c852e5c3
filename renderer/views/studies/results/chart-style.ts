/** What charts of studies have in common. */
import type { ChartColors } from '../../concepts/layer-chart.ts'

export const quietText = (colors: ChartColors) => ({ color: colors.quiet, fontSize: 10 })

export const tipStyle = (colors: ChartColors) => ({
  backgroundColor: colors.page,
  borderColor: colors.line,
  textStyle: { color: colors.text, fontSize: 11 }
})

/** An axis of scores from 0 on: they are never negative, and their lengths must be comparable. */
export function scoreAxis(scores: readonly number[], colors: ChartColors): object {
  const largest = scores.reduce((most, score) => Math.max(most, score), 0)
  return {
    type: 'value',
    min: 0,
    // Custom marks do not stretch an axis by themselves.
    max: largest > 0 ? undefined : 1,
    axisLine: { show: false },
    axisTick: { show: false },
    splitNumber: 4,
    splitLine: { lineStyle: { color: colors.line } },
    axisLabel: { ...quietText(colors), margin: 6 }
  }
}

/** The case that a clicked mark stands for; null for anything else. */
export function caseOf(datum: unknown): number | null {
  if (typeof datum !== 'object' || datum === null || !('case' in datum)) return null
  return typeof datum.case === 'number' ? datum.case : null
}
