/** Relations of heads as text for a terminal: what moved, verbs, and the heads that changed most. */
import { headsChance, isAtChance } from '../../preload/analysis/heads/head-chance.ts'
import type { HeadsChance } from '../../preload/analysis/heads/head-chance.ts'
import { headsDrift, headsDriftSentence } from '../../preload/analysis/heads/head-drift.ts'
import type { HeadDrift, HeadsDrift } from '../../preload/analysis/heads/head-drift.ts'
import { headRelations } from '../../preload/analysis/heads/head-relations.ts'
import { headsSigns } from '../../preload/analysis/heads/heads-signs.ts'
import type { HeadsRecord } from '../../preload/analysis/heads/record.ts'
import { compareVerbs } from '../../preload/analysis/heads/verb-comparison.ts'
import type { VerbComparison, VerbGroup } from '../../preload/analysis/heads/verb-comparison.ts'
import type { VerbLists } from '../../preload/analysis/heads/verb-lists.ts'
import { wordChanges } from '../../preload/analysis/heads/word-changes.ts'
import { displayText } from '../../preload/token-display.ts'
import { padded } from './padded.ts'

/** Heads that are shown, those that changed most, with so many relations each; the file has all. */
const mostHeads = 6
const mostRelations = 5
const columnWidth = 14

/** Ends with a line break. */
export function headsText(record: HeadsRecord, verbs: VerbLists): string {
  const drift = headsDrift(record)
  const chance = headsChance(record)
  const sentence = headsDriftSentence(record, drift)
  const comparison =
    record.sides.length < 2 ? null : compareVerbs(record, wordChanges(record), verbs)
  const changed = drift.heads
    .filter((head) => head !== null)
    .filter((head) => head.nGained + head.nLost > 0)
    .sort((a, b) => a.jaccard - b.jaccard)
  return [
    ...record.sides.map(
      ({ role, name, nLayers, nHeads, nKvHeads, relationFirst, nPairs }) =>
        `${role}: ${displayText(name)}, ${nLayers} layers of ${nHeads} heads (${nKvHeads} key/value); ` +
        `${sum(nPairs)} pairs, ${relationFirst.length} relations`
    ),
    `words: ${record.wordList.nUsable} of ${displayText(record.wordList.name)}`,
    `similarity: ${displayText(record.similarity.name)} (${record.similarity.source}), ${record.similarity.nFound} words`,
    '',
    ...(sentence === null ? [] : [sentence]),
    ...changed.slice(0, mostHeads).flatMap((head) => headLines(record, drift, head)),
    ...chanceLines(record, drift, chance),
    ...(comparison === null ? [] : ['', ...verbLines(comparison)]),
    '',
    ...headsSigns(record, chance, comparison).map(({ text }) => `sign: ${displayText(text)}`),
    ...record.limits.map((limit) => `not compared: ${displayText(limit)}`),
    ...[...record.notes, ...record.wordList.notes, ...record.similarity.notes].map(
      (note) => `note: ${displayText(note)}`
    ),
    ''
  ].join('\n')
}

function headLines(record: HeadsRecord, { match }: HeadsDrift, head: HeadDrift): string[] {
  const rows = headRelations(record, match, head).filter(
    ({ status }) => status === 'gained' || status === 'lost'
  )
  const shown = rows.slice(0, mostRelations).map(({ first, second, status }) => {
    const sign = status === 'gained' ? '+' : '-'
    return `${sign}${displayText(first)}/${displayText(second)}`
  })
  const more = rows.length > shown.length ? ` and ${rows.length - shown.length} more` : ''
  const counts = `Jaccard ${head.jaccard.toFixed(2)}, ${head.nGained} gained, ${head.nLost} lost`
  return [`  layer ${head.layer} head ${head.head}: ${counts}: ${shown.join(' ')}${more}`]
}

function chanceLines(
  record: HeadsRecord,
  { match: { places } }: HeadsDrift,
  chance: HeadsChance
): string[] {
  if (record.settings.nShuffles === 0) return []
  const nAtChance = places.filter((place) => isAtChance(chance, place)).length
  return [
    `heads that hold no more pairs than shuffled similarities: ${nAtChance} of ${places.length}`
  ]
}

function verbLines({ groups, all, lists }: VerbComparison): string[] {
  const { instruction, general } = lists.reports
  const titles = ['layers', 'instruction', 'n', 'general', 'n', 'Welch t', 'p', 'p (Holm)']
  const rows = [...groups, ...(all === null ? [] : [all])].map(verbCells)
  return [
    'share of changed heads in which a verb went up, mean over verbs',
    `verbs in the word list: ${instruction.nFound} of ${instruction.nWords} instruction, ${general.nFound} of ${general.nWords} general`,
    ...[titles, ...rows].map((row) =>
      row
        .map((text) => padded(text, columnWidth))
        .join('')
        .trimEnd()
    )
  ]
}

function verbCells({ index, first, last, instruction, general, welch }: VerbGroup): string[] {
  const layers = index === null ? 'all' : `${first}-${last}`
  const number = (value: number | null) => (value === null ? '-' : value.toFixed(3))
  const test =
    welch.kind === 'tested'
      ? [welch.t.toFixed(2), welch.p.toPrecision(2), welch.pHolm.toPrecision(2)]
      : ['-', '-', '-']
  return [
    layers,
    number(instruction.mean),
    String(instruction.n),
    number(general.mean),
    String(general.n),
    ...test
  ]
}

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0)
}
