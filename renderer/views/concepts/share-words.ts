import type {
  PartComparison,
  LastQuarter
} from '../../../preload/analysis/concepts/share-curves.ts'
import type { ShareTest } from '../../../preload/analysis/concepts/share-tests.ts'
import type { ShareCategory } from '../../../preload/analysis/concepts/label-codes.ts'
import type { Share } from '../../../preload/analysis/concepts/label-counts.ts'
import { changeWords, fixedWords } from '../../components/words/number-words.ts'

/** A category as it is read. */
export function categoryWords({ kind, name }: ShareCategory): string {
  return kind === 'task' && name === 'none' ? 'no task' : name
}

/** p-values: three digits, and never 0. */
export function pWords(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3)
}

/** A share with its spread: `12.1 ± 0.4 %`. */
export function shareWords(share: Share | null): string {
  if (share === null || share.share === null) return '–'
  if (share.sd === null) return `${(share.share * 100).toFixed(1)} %`
  return `${(share.share * 100).toFixed(1)} ± ${(share.sd * 100).toFixed(1)} %`
}

/** Differences of shares in points of a hundred. */
export function pointWords(difference: number | null): string {
  return difference === null ? '–' : changeWords(difference * 100, 1)
}

const methods = { z: 'two proportions, z', fisher: 'Fisher, exact', welch: 'Welch, t' } as const

export function methodWords(test: ShareTest): string {
  return test.kind === 'tested' ? methods[test.method] : test.reason
}

/** `h = 0.31` or `g = 2.10`. */
export function effectWords(test: ShareTest): string {
  if (test.kind === 'untested') return '–'
  return `${test.method === 'welch' ? 'g' : 'h'} ${fixedWords(test.effect, 2)}`
}

/** What a test says, for a sentence: `Holm p < 0.001, h 0.31`. */
function testWords(test: ShareTest): string {
  if (test.kind === 'untested') return `not tested: ${test.reason}`
  const p = pWords(test.pHolm)
  return `Holm p ${p.startsWith('<') ? p : `= ${p}`}, ${effectWords(test)}`
}

const comparedWords: Record<PartComparison['compared'], [string, string, string]> = {
  'last quarter: base against tuned': ['Last quarter of the layers', 'base', 'tuned'],
  'rest: base against tuned': ['Earlier layers', 'base', 'tuned'],
  'base: rest against last quarter': ['Base', 'earlier layers', 'last quarter'],
  'tuned: rest against last quarter': ['Tuned', 'earlier layers', 'last quarter']
}

/** One finding: `Earlier layers: base 25.0 %, tuned 45.0 % (+20.0 points; Holm p < 0.001, h 0.42).` */
function comparisonWords(
  { compared, first, second, difference, test }: PartComparison,
  starts: string
): string {
  const [where, one, other] = comparedWords[compared]
  const place = compared.startsWith('last quarter') ? `${where} (from ${starts})` : where
  return (
    `${place}: ${one} ${shareWords(first)}, ${other} ${shareWords(second)} ` +
    `(${pointWords(difference)} points; ${testWords(test)}).`
  )
}

/** What a category does in the last quarter, the move by tuning first; empty for a single layer. */
export function findingWords({ category, from, comparisons }: LastQuarter): readonly string[] {
  const order: readonly PartComparison['compared'][] = [
    'last quarter: base against tuned',
    'rest: base against tuned',
    'tuned: rest against last quarter',
    'base: rest against last quarter'
  ]
  const known = order.flatMap((name) =>
    comparisons.filter(({ compared, difference }) => compared === name && difference !== null)
  )
  const title = categoryWords(category)
  const starts = [...new Set([from.base, from.tuned])].filter((start) => start !== null).join(' / ')
  return known.map((comparison, i) => {
    const text = comparisonWords(comparison, starts)
    return i === 0 ? `${title.charAt(0).toUpperCase()}${title.slice(1)}. ${text}` : text
  })
}
