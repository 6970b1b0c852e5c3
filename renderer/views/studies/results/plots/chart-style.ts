/** What charts of studies have in common. */
import type { ChartColors } from '../../../concepts/layer-chart.ts'

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

/** 1, 2 or 5 times a power of ten, so that at most five steps fill the range. */
export function niceStep(range: number): number {
  if (!(range > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(range / 5))
  return power * ([1, 2, 5].find((times) => times * power * 5 >= range) ?? 10)
}

/** The ends of an axis that holds 0 and every value, on whole steps. */
export function niceEnds(values: readonly number[]): {
  readonly min: number
  readonly max: number
  readonly interval: number
} {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  const interval = niceStep(high - low)
  const min = Math.floor(low / interval) * interval
  const max = Math.ceil(high / interval) * interval
  return { min, max: max > min ? max : min + interval, interval }
}

/** Without digits that are all 0, and with a true minus. */
export function tickWords(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−')
}

/** The case that a clicked mark stands for; null for anything else. */
export function caseOf(datum: unknown): number | null {
  if (typeof datum !== 'object' || datum === null || !('case' in datum)) return null
  return typeof datum.case === 'number' ? datum.case : null
}
