/** The grids of heads as exported pictures. */
import type { HeadsRecord } from '../../../preload/analysis/heads/record.ts'
import { modelColor, type DivergingName } from '../../color/palettes.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Picture } from '../../pictures/picture-svg.ts'
import type { Heads } from '../../state/heads.svelte.ts'
import { foundGrid, foundRows } from './found-heads.ts'
import { shownGrid } from './shown-grid.ts'
import { metricLabel } from './grid-metrics.ts'
import { gridPicture } from './head-grid.ts'
import { modelWords, parameterWords } from './record-words.ts'

export function headsPicture(heads: Heads, record: HeadsRecord, palette: DivergingName): Picture {
  const { grid, scale } = shownGrid(heads, record, palette, 'light')
  const { sentence } = heads.analysis
  return picture(record, {
    title: `${metricLabel(heads.metric)} of attention heads`,
    subtitle: [
      `${modelWords(record)}: layers (rows) by heads (columns).`,
      ...(sentence === null ? [] : [sentence]),
      ...(record.isPartial ? ['Partial: the run was still going on.'] : [])
    ],
    matrix: gridPicture(grid, scale),
    legendNote: heads.view.withoutChance
      ? 'heads at chance are left out'
      : 'small grey squares are heads at chance'
  })
}

export function foundPicture(heads: Heads, record: HeadsRecord, palette: DivergingName): Picture {
  const { search } = heads
  const { grid, scale } = foundGrid(heads, record, foundRows(heads), palette, 'light')
  const words = [search.word, search.other].map((text) => visibleLine(text.trim())).filter(Boolean)
  return picture(record, {
    title: `Heads with relations of ${words.join(' and ')}`,
    subtitle: [`${modelWords(record)}: layers (rows) by heads (columns).`],
    matrix: gridPicture(grid, scale),
    legendNote: 'small grey squares are heads without'
  })
}

function picture(
  record: HeadsRecord,
  {
    title,
    subtitle,
    matrix,
    legendNote
  }: Pick<Picture, 'title' | 'subtitle' | 'legendNote'> & {
    readonly matrix: ReturnType<typeof gridPicture>
  }
): Picture {
  return {
    title,
    subtitle,
    panels: [
      {
        heading: modelWords(record),
        color: modelColor[record.sides.at(-1)?.role ?? 'base'],
        warnings: record.limits,
        matrix,
        cellImage: null
      }
    ],
    scale: matrix.scale,
    legendNote,
    parameters: parameterWords(record)
  }
}
