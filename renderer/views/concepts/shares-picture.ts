import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import type { ChartsPicture } from '../../pictures/charts-picture.ts'
import type { ConceptsShares } from '../../state/concepts-shares.svelte.ts'
import { layerChart, type LayerAxis } from './layer-chart.ts'
import { sourceWords } from './label-words.ts'
import { paperColors } from './plots-picture.ts'
import { modelWords, parameterWords } from './record-words.ts'
import { shareBarsChart, shareCurvePlot } from './share-charts.ts'
import { categoryWords, findingWords } from './share-words.ts'

/** Shares of one label as an exported picture: bars by group, the curve by layer, or both. */
export function sharesPicture(
  record: ConceptsRecord,
  { category, comparison, curve, finding }: ConceptsShares,
  axis: LayerAxis,
  charts: readonly ('bars' | 'curve')[]
): ChartsPicture {
  const name = categoryWords(category)
  const plot = curve && shareCurvePlot(record, curve)
  return {
    title: `Share of ${name} among concepts`,
    subtitle: [
      `${modelWords(record)}${comparison ? `; labels: ${sourceWords(comparison.source)}` : ''}.`,
      ...(finding ? findingWords(finding) : [])
    ],
    panels: [
      ...(charts.includes('bars') && comparison
        ? [
            {
              title: 'By group of layers',
              unit: `share of ${name}`,
              option: shareBarsChart(
                comparison,
                category,
                record.sides.map(({ role }) => role),
                paperColors
              )
            }
          ]
        : []),
      ...(charts.includes('curve') && plot
        ? [
            {
              title: plot.title,
              unit: plot.unit,
              option: layerChart(plot, { ...axis, chosen: null }, paperColors)
            }
          ]
        : [])
    ],
    parameters: parameterWords(record)
  }
}
