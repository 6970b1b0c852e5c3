/** Word ablation as tables, and what it says. */
import type {
  AblationLine,
  AblationTables
} from '../../../../../preload/analysis/studies/ablation-tables.ts'
import type { Comparison } from '../../../../../preload/analysis/studies/comparison.ts'
import { alpha, chanceText } from '../../../../../preload/analysis/studies/p-value.ts'
import type { StudyAblation, StudyRole } from '../../../../../preload/analysis/studies/record.ts'
import { changeWords, percentWords } from '../../../../components/words/number-words.ts'
import type { ChangeMeasure } from '../plots/ablation-plots.ts'
import { countWords } from '../../study-words.ts'
import { comparisonTable, type ComparedNames } from './comparison-table.ts'
import type { StatTable } from './stat-table.ts'

const measureWords: Record<ChangeMeasure, string> = {
  total: 'change of log p of the response',
  perToken: 'change of log p per token'
}

export function changeTable(
  { lines }: AblationTables,
  role: StudyRole,
  measure: ChangeMeasure
): StatTable {
  const names: ComparedNames = {
    title: `${measure === 'total' ? 'Change of log p' : 'Change of log p per token'}, ${role}`,
    first: { name: 'instruction' },
    second: { name: 'context' },
    measure: measureWords[measure],
    isPaired: true,
    question: 'instruction below context',
    holmOf: 'Paired p, over the groups'
  }
  const ofRole = lines.filter((line) => line.role === role)
  return comparisonTable(
    ofRole.map((line) => line[measure]),
    names
  )
}

export function hiddenTable({ layers }: AblationTables, role: StudyRole): StatTable {
  const ofRole = layers.filter((layer) => layer.role === role)
  return comparisonTable(
    ofRole.map(({ layer, comparison }): Comparison => ({ ...comparison, group: String(layer) })),
    {
      title: `Change of hidden states, ${role}`,
      lines: 'Layer',
      first: { name: 'context' },
      second: { name: 'instruction' },
      measure: 'change of the hidden states',
      isPaired: true,
      question: 'context below instruction',
      holmOf: 'Paired p, over the layers'
    }
  )
}

const methodWords: Record<StudyAblation['method'], string> = {
  remove: 'Removing',
  mask: 'Masking',
  replace: 'Replacing'
}

const methodNames: Record<StudyAblation['method'], string> = {
  remove: 'Words removed',
  mask: 'Words masked',
  replace: 'Words replaced'
}

/** Whether a model heeds its instructions, by what happens without them: a sentence a model. */
export function ablationFindings(
  { lines }: AblationTables,
  { method }: Pick<StudyAblation, 'method'>
): readonly string[] {
  return lines
    .filter(({ group }) => group === null)
    .map(({ role, total }) => {
      const { first, second } = total
      if (first.mean === null || second.mean === null) return `No case of ${role} could be ablated.`
      const changes =
        `${methodWords[method]} the instruction’s words changes log p of the ${role} model’s response ` +
        `by ${changeWords(first.mean, 2)}, as many context words by ${changeWords(second.mean, 2)}`
      return `${changes}: ${costWords(total)}.`
    })
}

function costWords({ paired, welch }: Comparison): string {
  const test = paired ?? welch
  if (test.kind === 'untested') return `not tested, ${test.reason}`
  const chance = `paired ${chanceText(test.p)}`
  return test.p < alpha
    ? `the instruction holds the response up more (${chance})`
    : `that the instruction holds the response up more cannot be told (${chance})`
}

/** How many spans and cases, and how they were ablated. */
export function ablationWords(
  { method, seed, leftOut }: Pick<StudyAblation, 'method' | 'seed' | 'leftOut'>,
  lines: readonly AblationLine[]
): string {
  const spans = lines
    .filter(({ group }) => group === null)
    .map(
      ({ role, nSpans, total }) =>
        `${countWords(nSpans, 'span')} of ${countWords(total.first.n, 'case')} in ${role}`
    )
  return (
    `${methodNames[method]}: ${spans.join(', ')}; as many context words drawn with seed ${seed}` +
    `${leftOut.length > 0 ? `; ${countWords(leftOut.length, 'case')} left out, why is under About` : ''}.`
  )
}

/** The last layer's change by instruction beside context words, in a sentence a model. */
export function hiddenFindings({ layers }: AblationTables): readonly string[] {
  const roles = [...new Set(layers.map(({ role }) => role))]
  return roles.flatMap((role) => {
    const last = layers.filter((layer) => layer.role === role).at(-1)
    if (!last || last.comparison.first.mean === null || last.comparison.second.mean === null)
      return []
    return [
      `After the last layer of ${role} the instruction’s words change hidden states by ` +
        `${percentWords(last.comparison.second.mean)}, context words by ${percentWords(last.comparison.first.mean)}.`
    ]
  })
}
