import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import { modelColor } from '../../color/palettes.ts'
import type { ChartsPicture } from '../../pictures/charts-picture.ts'
import { paper } from '../../pictures/paper.ts'
import { layerChart, type ChartColors, type LayerAxis, type LayerPlot } from './layer-chart.ts'
import { readabilityWords } from './layer-series.ts'
import { modelWords, parameterWords } from './record-words.ts'

/** The colours of charts that leave the program. */
export const paperColors: ChartColors = {
  page: paper.page,
  line: paper.line,
  text: paper.text,
  quiet: paper.quiet,
  base: modelColor.base,
  tuned: modelColor.tuned
}

/** Plots over depth as a picture that tells by itself what is seen. */
export function plotsPicture(
  record: ConceptsRecord,
  plots: readonly LayerPlot[],
  axis: LayerAxis,
  title: string
): ChartsPicture {
  return {
    title,
    subtitle: [
      `${modelWords(record)}, by layer.`,
      ...readabilityWords(record),
      ...(record.isPartial ? ['Partial: the run was still going on.'] : [])
    ],
    panels: plots.map((plot) => ({
      title: plot.title,
      unit: plot.unit,
      option: layerChart(plot, { ...axis, chosen: null }, paperColors)
    })),
    parameters: parameterWords(record)
  }
}
