import type { ConceptsRecord } from '../../../preload/analysis/concepts/record.ts'
import { modelColor } from '../../color/palettes.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { AxisLabel } from '../../matrix/matrix-picture.ts'
import type { Picture } from '../../pictures/picture-svg.ts'
import type { ConceptsSearch } from '../../state/concepts-search.svelte.ts'
import { hitScale } from './hit-scale.ts'
import { modelWords, parameterWords } from './record-words.ts'
import { hitRows } from './word-hits.ts'

/** Where words stand over depth, a panel a model, as an exported picture. */
export function hitsPicture(
  record: ConceptsRecord,
  { hits, words }: Pick<ConceptsSearch, 'hits' | 'words'>,
  layers: readonly number[]
): Picture {
  const scale = hitScale(hits, 'light')
  const label = (text: string): AxisLabel => ({ text, isInstruction: false, isSpecial: false })
  return {
    title: 'Words in the concepts of each layer',
    subtitle: [`${modelWords(record)}: words (rows) by layer (columns).`],
    panels: record.sides.map(({ role, name }) => {
      const rows = hitRows(hits, words, [role], layers)
      return {
        heading: `${role} · ${visibleLine(name)}`,
        color: modelColor[role],
        warnings: [],
        cellImage: null,
        matrix: {
          rows: words.map((word) => label(visibleLine(record.words[word] ?? ''))),
          columns: layers.map((layer) => label(String(layer))),
          values: Float64Array.from(
            rows.flatMap(({ cells }) => cells.map(([best]) => Math.abs(best?.score ?? 0)))
          ),
          scale,
          rowBars: null,
          barColor: modelColor[role]
        }
      }
    }),
    scale,
    legendNote: `among the first ${record.settings.nWords} words of a concept`,
    parameters: parameterWords(record)
  }
}
