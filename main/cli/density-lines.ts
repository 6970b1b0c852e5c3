import type { AttributionRecord, Span } from '../../preload/analysis/attribution-record.ts'
import type { TokenGroups } from '../../preload/analysis/aggregate.ts'
import { wordGroups } from '../../preload/analysis/word-groups.ts'
import { displayText } from '../../preload/token-display.ts'
import type { ShownSide } from './comparison-text.ts'
import { padded } from './padded.ts'

const barLength = 14
/** A longer prompt shows its densest words; the file has all. */
const mostWords = 60

/** A word of the prompt with its density in each model. */
interface WordRow {
  readonly text: string
  readonly isInstruction: boolean
  readonly densities: readonly number[]
}

/** Bars of importance density by word, the models side by side. */
export function densityLines(
  record: AttributionRecord,
  shown: readonly ShownSide[],
  { labelWidth, columnWidth }: { readonly labelWidth: number; readonly columnWidth: number }
): string[] {
  const all = wordRows(record, shown)
  const rows = densest(all)
  const left = all.length - rows.length
  const lines = rows.map(({ text, isInstruction, densities }) => {
    const label = padded(`${isInstruction ? '*' : ' '} ${displayText(text)}`, labelWidth)
    const bars = densities.map((density) =>
      padded(`${bar(density)} ${density.toFixed(2)}`, columnWidth)
    )
    return (label + bars.join('')).trimEnd()
  })
  const star = record.instructionSpans.length > 0 ? '; * is the instruction' : ''
  const more = left > 0 ? [`  and ${left} words more that are less dense`] : []
  return [`density by word, the largest of its tokens${star}`, ...lines, ...more]
}

function wordRows(record: AttributionRecord, shown: readonly ShownSide[]): WordRow[] {
  const points = Array.from(record.prompt)
  const ranges = shown.map(({ side }) =>
    side.ranges
      .slice(...side.promptPositions)
      .map(([from, to]): Span => [from - side.promptOffset, to - side.promptOffset])
  )
  const groups = wordGroups(record.prompt, ranges)
  return (groups[0] ?? []).map((_, g) => {
    const [from, to] = extent(groups, ranges, g)
    return {
      text: points.slice(from, to).join(''),
      isInstruction: shown.some(({ salience }, s) =>
        groups[s]![g]!.some((n) => salience.instructionTokens?.includes(n))
      ),
      densities: shown.map(({ salience }, s) =>
        groups[s]![g]!.reduce((most, n) => Math.max(most, salience.density[n] ?? 0), 0)
      )
    }
  })
}

/** The characters of a word, by the tokens of all models. */
function extent(
  groups: readonly TokenGroups[],
  ranges: readonly (readonly Span[])[],
  g: number
): Span {
  const spans = groups.flatMap((ofModel, s) => ofModel[g]!.map((n) => ranges[s]![n]!))
  return [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, to]) => to))]
}

/** In the order of the text. */
function densest(rows: readonly WordRow[]): readonly WordRow[] {
  if (rows.length <= mostWords) return rows
  const most = ({ densities }: WordRow): number => Math.max(...densities)
  const kept = new Set([...rows].sort((a, b) => most(b) - most(a)).slice(0, mostWords))
  return rows.filter((each) => kept.has(each))
}

function bar(density: number): string {
  const filled = Math.round(density * barLength)
  return '█'.repeat(filled) + '·'.repeat(barLength - filled)
}
