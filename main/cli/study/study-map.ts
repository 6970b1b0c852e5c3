import { mappedFields } from '../../../preload/analysis/studies/dataset.ts'
import { wrongUse } from '../wrong-use.ts'

export type MapWords = Partial<Record<(typeof mappedFields)[number], string | null>>

const keys = mappedFields.join('|')
/** A comma ends a column's name only where another key follows, since a name may hold one. */
const between = new RegExp(`,(?=(?:${keys})=)`)
const pair = new RegExp(`^(${keys})=(.*)$`, 's')

/**
 * `prompt=question,group=source`; an empty column (`group=`) takes none.
 *
 * @throws CommanderError for an unknown or repeated key, and where the prompt has no column
 */
export function studyMap(text: string): MapWords {
  const map: MapWords = {}
  for (const part of text.split(between)) {
    const [, key, column] = pair.exec(part) ?? []
    const known = mappedFields.find((candidate) => candidate === key)
    if (known === undefined || column === undefined) {
      throw wrongUse(
        `--map: found ${JSON.stringify(part)}, expected one of ${mappedFields.join(', ')}, then "=" and a column`
      )
    }
    if (map[known] !== undefined) throw wrongUse(`--map: found ${known} twice, expected it once`)
    if (known === 'prompt' && column === '') throw wrongUse('--map: prompt needs a column')
    map[known] = column === '' ? null : column
  }
  return map
}
