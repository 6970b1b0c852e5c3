import type { AttentionRecord } from '../../../preload/data.ts'
import { cellImage } from '../../pictures/cell-image.ts'
import { csvLine, type CsvField } from '../../pictures/csv.ts'
import { pictureSvg, type Picture } from '../../pictures/picture-svg.ts'
import { modelColor, type DivergingName } from '../../color/palettes.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { HeadsAttention } from '../../state/heads-attention.svelte.ts'
import { fileName } from '../../state/save-file.ts'
import { attentionPanels } from './attention-panels.ts'
import { attentionPatterns } from './attention-patterns.ts'
import type { HeadsFile } from './heads-files.ts'
import { attentionParameters, excerpt, modelWords } from './record-words.ts'

/** The head on screen as a picture and as a table. */
export function attentionFile(
  attention: HeadsAttention,
  record: AttentionRecord,
  palette: DivergingName
): HeadsFile {
  const { head } = attention
  const part = attention.parts.get(head?.layer ?? null)
  if (!head || !part) return { name: 'attention', picture: null, tables: [] }
  return {
    name: fileName('attention', `layer-${head.layer}`, `head-${head.head}`),
    picture: () => {
      const drawn = attentionPanels(attention, record, part, palette, 'light')
      const picture: Picture = {
        title: `Attention of layer ${head.layer}, head ${head.head}`,
        subtitle: [
          `${modelWords(record)}: tokens that attend (rows) to tokens (columns).`,
          `Prompt: ${excerpt(record.prompt)}`
        ],
        panels: (drawn?.panels ?? []).map(({ roles, picture: matrix }) => ({
          heading:
            roles.length > 1
              ? 'tuned − base'
              : `${roles[0]} · ${visibleLine(record.sides.find(({ role }) => role === roles[0])?.name ?? '')}`,
          color: modelColor[roles.at(-1) ?? 'base'],
          warnings: drawn?.problem ? [drawn.problem] : [],
          matrix,
          cellImage: cellImage(matrix)
        })),
        scale: drawn!.scale,
        legendNote: drawn?.note ?? '',
        parameters: attentionParameters(record)
      }
      return pictureSvg(picture)
    },
    tables: [{ label: 'Attention', csv: () => attentionCsv(record, part, head.head) }]
  }
}

/** A line a pair of tokens that the mask lets through; tokens as the vocabulary has them. */
function attentionCsv(
  record: AttentionRecord,
  part: Parameters<typeof attentionPatterns>[1],
  head: number
): string {
  const lines = attentionPatterns(record, part, head, false).flatMap(({ role, side, values }) => {
    const n = side.tokens.length
    return Array.from({ length: n * n }, (_, i): readonly CsvField[] | null => {
      const [q, k] = [Math.floor(i / n), i % n]
      if (k > q) return null
      return [role, part.layer, head, q, side.tokens[q]!, k, side.tokens[k]!, values[i]!]
    }).filter((line) => line !== null)
  })
  const names = [
    'model',
    'layer',
    'head',
    'position',
    'token',
    'attends to',
    'token there',
    'weight'
  ]
  return [names, ...lines].map((line) => csvLine(line)).join('')
}
