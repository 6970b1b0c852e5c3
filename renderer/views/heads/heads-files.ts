import { headRelations } from '../../../preload/analysis/heads/head-relations.ts'
import { verbRows, verbShareRows } from '../../../preload/analysis/heads/heads-tables.ts'
import type { HeadsRecord } from '../../../preload/analysis/heads/record.ts'
import type { DivergingName } from '../../color/palettes.ts'
import { chartsPictureSvg } from '../../pictures/charts-picture.ts'
import { pictureSvg } from '../../pictures/picture-svg.ts'
import type { PictureSvg } from '../../pictures/svg-document.ts'
import type { Heads } from '../../state/heads.svelte.ts'
import { fileName } from '../../state/save-file.ts'
import { paperColors } from '../concepts/plots-picture.ts'
import { flatCsv } from './flat-csv.ts'
import { foundRows } from './found-heads.ts'
import { foundPicture, headsPicture } from './grid-pictures.ts'
import { modelWords, parameterWords } from './record-words.ts'
import { verbChart } from './verb-chart.ts'
import { verbFinding } from './verb-words.ts'

/** What a page can be saved as; each is made only when it is asked for. */
export interface HeadsFile {
  readonly name: string
  /** Null where there is nothing to draw. */
  readonly picture: (() => PictureSvg) | null
  readonly tables: readonly HeadsTable[]
}

export interface HeadsTable {
  readonly label: string
  readonly csv: () => string
}

export function headsPageFile(
  heads: Heads,
  record: HeadsRecord,
  palette: DivergingName
): HeadsFile {
  switch (heads.view.page) {
    case 'verbs':
      return verbsFile(heads, record)
    case 'words':
      return wordsFile(heads, record, palette)
    default:
      return gridFile(heads, record, palette)
  }
}

function gridFile(heads: Heads, record: HeadsRecord, palette: DivergingName): HeadsFile {
  const { analysis, metric, view } = heads
  const place = view.head && heads.placeOf(view.head)
  return {
    name: fileName('heads', metric),
    picture: () => pictureSvg(headsPicture(heads, record, palette)),
    tables: [
      { label: 'Heads', csv: () => flatCsv(analysis.rows) },
      ...(place
        ? [
            {
              label: `Relations of layer ${place.layer} head ${place.head}`,
              csv: () =>
                analysis.drift ? flatCsv(headRelations(record, analysis.drift.match, place)) : ''
            }
          ]
        : [])
    ]
  }
}

function verbsFile({ verbs }: Heads, record: HeadsRecord): HeadsFile {
  const { comparison } = verbs
  if (!comparison) return { name: 'heads-verbs', picture: null, tables: [] }
  return {
    name: fileName('heads-verbs'),
    picture: () =>
      chartsPictureSvg({
        title: 'Instruction verbs against general verbs',
        subtitle: [
          `${modelWords(record)}${verbs.isOwn ? '; own verb lists' : ''}.`,
          ...(verbFinding(comparison) ?? [])
        ],
        panels: [
          {
            title: 'Up-shares by group of layers',
            unit: 'mean and standard deviation over verbs',
            option: verbChart(comparison, paperColors)
          }
        ],
        parameters: parameterWords(record)
      }),
    tables: [
      { label: 'Verbs and tests', csv: () => flatCsv(verbRows(comparison)) },
      { label: 'Shares of verbs', csv: () => flatCsv(verbShareRows(comparison)) }
    ]
  }
}

function wordsFile(heads: Heads, record: HeadsRecord, palette: DivergingName): HeadsFile {
  const { analysis, search } = heads
  const isFound = search.found?.kind === 'found'
  const isPair = record.sides.length > 1
  return {
    name: fileName('heads-words', ...(isFound ? [search.word, search.other] : [])),
    picture: isFound ? () => pictureSvg(foundPicture(heads, record, palette)) : null,
    tables: [
      ...(isPair ? [{ label: 'Words', csv: () => flatCsv(analysis.words) }] : []),
      ...(isFound ? [{ label: 'Heads found', csv: () => flatCsv(foundRows(heads)) }] : [])
    ]
  }
}
