/** An attribution as text for a terminal: both models side by side. */
import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { importanceSigns } from '../../preload/analysis/importance-signs.ts'
import type { ImportanceSigns } from '../../preload/analysis/importance-signs.ts'
import { verdict } from '../../preload/analysis/importance-verdict.ts'
import { importanceMatrix, sideSalience } from '../../preload/analysis/side-salience.ts'
import type { SideSalience } from '../../preload/analysis/side-salience.ts'
import { displayText } from '../../preload/token-display.ts'
import { densityLines } from './density-lines.ts'
import { padded } from './padded.ts'

/** What is shown of one model. */
export interface ShownSide {
  readonly side: AttributionSide
  readonly salience: SideSalience
  readonly signs: ImportanceSigns
}

const labelWidth = 28
const columnWidth = 24
const longestText = 300

/** Ends with a line break. Everything that comes from a file or a model has its hidden characters shown. */
export function comparisonText(record: AttributionRecord): string {
  const shown = record.sides.map((side) => show(side, record))
  return [
    `prompt: ${brief(record.prompt)}`,
    ...responseLines(record.sides),
    '',
    ...figureLines(record, shown),
    '',
    ...densityLines(record, shown, { labelWidth, columnWidth }),
    ...findingLines(record, shown),
    ''
  ].join('\n')
}

function show(side: AttributionSide, record: AttributionRecord): ShownSide {
  const importance = importanceMatrix(side)
  const exact = side.leaveOneOut && { ...importance, data: side.leaveOneOut }
  return {
    side,
    salience: sideSalience(side, record.instructionSpans, record.settings.salience),
    signs: importanceSigns(importance, exact)
  }
}

function responseLines(sides: readonly AttributionSide[]): string[] {
  const texts = new Set(sides.map(({ response }) => response))
  if (texts.size === 1) return [`response: ${brief([...texts][0] ?? '')}`]
  return sides.map(({ role, response }) => `response of ${role}: ${brief(response)}`)
}

type Figure = readonly [label: string, value: (shown: ShownSide) => string | null]

function figureLines(record: AttributionRecord, shown: readonly ShownSide[]): string[] {
  const figures: readonly Figure[] = [
    ['', ({ side }) => `${side.role}: ${displayText(side.name)}`],
    ['instruction score', ({ salience }) => decimals(salience.score)],
    ['prompt, response tokens', ({ side }) => tokenCounts(side)],
    ['spread (1 is even)', ({ signs }) => decimals(signs.meanEntropy)],
    ['share on the first token', ({ signs }) => percent(signs.firstTokenShare)],
    ['agrees with leave-one-out', ({ signs }) => decimals(signs.agreement?.meanSpearman ?? null)],
    ['direction, weights', ({ side }) => wayOf(side)]
  ]
  const lines = figures
    .map(([label, value]) => [label, shown.map(value)] as const)
    .filter(([, values]) => values.some((value) => value !== null))
    .map(([label, values]) =>
      row(
        label,
        values.map((value) => value ?? '–')
      )
    )
  return [...lines, row('computed in', [`${record.seconds.toFixed(1)} s on ${record.device}`])]
}

function row(label: string, values: readonly string[]): string {
  return (
    padded(label, labelWidth) + values.map((value) => padded(value, columnWidth)).join('')
  ).trimEnd()
}

function tokenCounts({ promptPositions, responsePositions }: AttributionSide): string {
  return `${promptPositions[1] - promptPositions[0]}, ${responsePositions[1] - responsePositions[0]}`
}

function wayOf({ direction, isStreamed }: AttributionSide): string | null {
  return direction === null ? null : `${direction}, ${isStreamed ? 'streamed' : 'resident'}`
}

function findingLines(record: AttributionRecord, shown: readonly ShownSide[]): string[] {
  const findings = shown.flatMap(({ side, signs }) =>
    verdict(signs).map(({ severity, text }) => {
      const mark = severity === 'unreadable' ? 'not to be read' : 'with care'
      return `${side.role}, ${mark}: ${text}`
    })
  )
  const notes = record.notes.map((note) => `note: ${displayText(note)}`)
  const lines = [...findings, ...notes]
  return lines.length === 0 ? [] : ['', ...lines]
}

function brief(text: string): string {
  if (text === '') return '(empty)'
  const points = Array.from(text)
  const kept = points.length > longestText ? `${points.slice(0, longestText).join('')}…` : text
  return displayText(kept)
}

function decimals(value: number | null): string | null {
  return value === null ? null : value.toFixed(3)
}

function percent(share: number | null): string | null {
  return share === null ? null : `${Math.round(share * 100)} %`
}
