import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import { chartsPictureSvg } from '../../pictures/charts-picture.ts'
import { pictureSvg } from '../../pictures/picture-svg.ts'
import type { PictureSvg } from '../../pictures/svg-document.ts'
import type { Concepts } from '../../state/concepts.svelte.ts'
import { fileName } from '../../state/save-file.ts'
import { driftCsv, hitsCsv, layerCsv, sharesCsv } from './concept-tables.ts'
import { driftPlots, readingPlots } from './drift-plots.ts'
import { hitsPicture } from './hits-picture.ts'
import type { LayerAxis, LayerPlot } from './layer-chart.ts'
import { plotsPicture } from './plots-picture.ts'
import { sharesPicture } from './shares-picture.ts'
import { sortedHits } from './word-hits.ts'

/** What a page, or a chart of it, can be saved as; each is made only when it is asked for. */
export interface ConceptsFile {
  readonly name: string
  /** Null where there is nothing to draw. */
  readonly picture: (() => PictureSvg) | null
  /** Null where there is no table. */
  readonly csv: (() => string) | null
}

export interface ConceptsFiles {
  /** The page on screen: all its charts, its table. */
  readonly page: ConceptsFile
  readonly plot: (plot: LayerPlot) => ConceptsFile
  readonly share: (chart: 'bars' | 'curve') => ConceptsFile
}

export function conceptsFiles(
  concepts: Concepts,
  record: ConceptsRecord,
  axis: LayerAxis
): ConceptsFiles {
  const { shares } = concepts
  return {
    page: pageFile(concepts, record, axis),
    plot: (plot) => ({
      name: fileName('concepts', plot.title),
      picture: () => chartsPictureSvg(plotsPicture(record, [plot], axis, plot.title)),
      csv: null
    }),
    share: (chart) => ({
      name: fileName('concepts-share', shares.category.name, chart),
      picture: () => chartsPictureSvg(sharesPicture(record, shares, axis, [chart])),
      csv: null
    })
  }
}

function pageFile(concepts: Concepts, record: ConceptsRecord, axis: LayerAxis): ConceptsFile {
  const { view, table, shares, search } = concepts
  switch (view.page) {
    case 'drift': {
      const title = record.sides.length > 1 ? 'Drift of concepts over depth' : 'Concepts over depth'
      const plots = () => [...driftPlots(record), ...readingPlots(record)]
      return {
        name: fileName('concepts-drift'),
        picture: () => chartsPictureSvg(plotsPicture(record, plots(), axis, title)),
        csv: () => driftCsv(record)
      }
    }
    case 'layer': {
      const { facts, shown } = table
      return {
        name: fileName(`concepts-layer-${concepts.layer ?? ''}`),
        picture: null,
        csv: facts && shown ? () => layerCsv(facts, shown, record.words) : null
      }
    }
    case 'shares': {
      const { comparison } = shares
      return {
        name: fileName('concepts-shares', shares.category.name),
        picture: () => chartsPictureSvg(sharesPicture(record, shares, axis, ['bars', 'curve'])),
        csv: comparison ? () => sharesCsv(comparison) : null
      }
    }
    case 'words': {
      const { hits, words } = search
      if (words.length === 0) return { name: 'concepts-words', picture: null, csv: null }
      return {
        name: fileName('concepts-words', ...words.map((word) => record.words[word] ?? '')),
        picture: () => pictureSvg(hitsPicture(record, { hits, words }, axis.layers)),
        csv: () => hitsCsv(sortedHits(hits, words), record.words)
      }
    }
  }
}
