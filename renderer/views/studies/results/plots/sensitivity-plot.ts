/** The effect under every setting of a sweep: a panel an L, b to the right, a mark and a stroke a p. */
import type { EChartsCoreOption } from 'echarts/core'
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import { alpha, chanceText } from '../../../../../preload/analysis/studies/p-value.ts'
import type {
  Sensitivity,
  SensitivityCell
} from '../../../../../preload/analysis/studies/sensitivity.ts'
import { fixedWords } from '../../../../components/words/number-words.ts'
import type { ChartColors } from '../../../concepts/layer-chart.ts'
import { niceEnds, quietText, tickWords, tipStyle } from './chart-style.ts'
import { salienceWords } from '../tables/stat-words.ts'

export interface SensitivityPanel {
  readonly levels: number
  /** Distinct settings of this L. */
  readonly cells: readonly SensitivityCell[]
}

/** Panels from the finest levels to the coarsest; settings that say the same as another are left out. */
export function sensitivityPanels({ cells }: Pick<Sensitivity, 'cells'>): SensitivityPanel[] {
  const distinct = cells.filter(({ isDistinct }) => isDistinct)
  return [...new Set(distinct.map(({ salience }) => salience.levels))].map((levels) => ({
    levels,
    cells: distinct.filter(({ salience }) => salience.levels === levels)
  }))
}

export function isFound({ welch }: Pick<SensitivityCell, 'welch'>): boolean {
  return welch.kind === 'tested' && welch.p < alpha
}

export function isSetting(a: SalienceSettings, b: SalienceSettings): boolean {
  return a.levels === b.levels && a.threshold === b.threshold && a.norm === b.norm
}

const symbols = ['triangle', 'circle', 'rect', 'diamond'] as const
const dashes = ['dotted', 'solid', 'dashed', [2, 4]] as const

/**
 * @param all     every panel: they share one axis, so that they can be compared
 * @param chosen  what all pages are shown at, ringed
 */
export function sensitivityPlot(
  panel: SensitivityPanel,
  all: readonly SensitivityPanel[],
  chosen: SalienceSettings,
  colors: ChartColors
): EChartsCoreOption {
  const settings = panel.cells.map(({ salience }) => salience)
  const norms = [...new Set(settings.map(({ norm }) => norm))]
  const thresholds = [...new Set(settings.map(({ threshold }) => threshold))]
  const effects = all.flatMap(({ cells }) => cells.flatMap(({ hedgesG }) => hedgesG ?? []))
  return {
    grid: { left: 40, right: 12, top: 24, bottom: 34 },
    legend: {
      top: 2,
      right: 4,
      padding: 0,
      itemWidth: 22,
      itemHeight: 7,
      itemGap: 10,
      selectedMode: false,
      textStyle: { ...quietText(colors), lineHeight: 14 },
      data: norms.map((norm) => `p ${norm}`)
    },
    tooltip: { trigger: 'item', confine: true, ...tipStyle(colors) },
    xAxis: {
      type: 'value',
      min: -0.5,
      max: thresholds.length - 0.5,
      // Values of b stand at whole numbers; the axis begins half a step before.
      interval: 0.5,
      name: 'b',
      nameLocation: 'middle',
      nameGap: 19,
      nameTextStyle: quietText(colors),
      axisLine: { onZero: false, lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...quietText(colors),
        formatter: (place: number) => String(thresholds[place] ?? '')
      }
    },
    yAxis: {
      type: 'value',
      ...niceEnds(effects),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colors.line } },
      axisLabel: { ...quietText(colors), margin: 6, formatter: tickWords }
    },
    series: norms.map((norm, i) => ({
      type: 'line',
      name: `p ${norm}`,
      color: colors.text,
      symbol: symbols[i % symbols.length],
      showSymbol: true,
      lineStyle: { width: 1, type: dashes[i % dashes.length], color: colors.quiet },
      emphasis: { disabled: true },
      tooltip: { formatter: ({ data }: { data: { tip: string } }) => data.tip },
      ...(i === 0 && { markLine: zeroLine(colors) }),
      data: panel.cells
        .filter(({ salience }) => salience.norm === norm)
        .map((cell) => ({
          // Side by side: other p often give all but the same effect.
          value: [
            thresholds.indexOf(cell.salience.threshold) + (i - (norms.length - 1) / 2) * 0.2,
            cell.hedgesG
          ],
          salience: cell.salience,
          symbolSize: isSetting(cell.salience, chosen) ? 12 : 8,
          itemStyle: {
            color: isFound(cell) ? colors.text : colors.page,
            borderColor: isSetting(cell.salience, chosen) ? colors.text : colors.quiet,
            borderWidth: isSetting(cell.salience, chosen) ? 2.5 : 1.25
          },
          tip: tipOf(cell)
        }))
    }))
  }
}

function tipOf({ salience, hedgesG, welch }: SensitivityCell): string {
  const chance = welch.kind === 'tested' ? chanceText(welch.p) : welch.reason
  return `${salienceWords(salience)}: g ${fixedWords(hedgesG, 2)}, ${chance}`
}

function zeroLine(colors: ChartColors): object {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: colors.quiet, width: 1, type: 'solid' },
    data: [{ yAxis: 0 }]
  }
}

/** The setting that a clicked mark stands for; null for anything else. */
export function settingOf(datum: unknown): SalienceSettings | null {
  if (typeof datum !== 'object' || datum === null || !('salience' in datum)) return null
  // Marks are made above: what is called so is a setting.
  return datum.salience as SalienceSettings
}
