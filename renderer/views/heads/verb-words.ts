/** What the comparison of verbs found, in words. */
import type { VerbComparison, VerbGroup } from '../../../preload/analysis/heads/verb-comparison.ts'
import type { VerbListReport } from '../../../preload/analysis/heads/verb-words.ts'
import { fixedWords } from '../../components/words/number-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import { pointWords, pWords } from '../concepts/share-words.ts'

/** p that counts as a finding. */
const alpha = 0.05

const pText = (p: number): string => {
  const words = pWords(p)
  return `p ${words.startsWith('<') ? words : `= ${words}`}`
}

const shareText = (share: number): string => `${(share * 100).toFixed(1)} %`

/** The finding over all layers with both tests, then which groups differ; null where nothing changed. */
export function verbFinding({ all, groups }: VerbComparison): readonly string[] | null {
  if (all === null || (all.instruction.n === 0 && all.general.n === 0)) return null
  const { instruction, general } = all
  return [
    `${sharesText(instruction.mean, general.mean)}${differenceText(all)}. ${testText(all)}`,
    ...groupText(groups)
  ]
}

function sharesText(instruction: number | null, general: number | null): string {
  const where = 'of the heads in which they changed'
  if (instruction !== null && general !== null) {
    return `Instruction verbs went up in ${shareText(instruction)} ${where}, general verbs in ${shareText(general)}`
  }
  const [none, some] =
    instruction === null ? ['instruction', 'General'] : ['general', 'Instruction']
  return `No ${none} verb gained or lost relations. ${some} verbs went up in ${shareText(instruction ?? general ?? 0)} ${where}`
}

function differenceText({ instruction, general }: VerbGroup): string {
  if (instruction.mean === null || general.mean === null) return ''
  return ` (${pointWords(instruction.mean - general.mean)} points)`
}

function testText({ welch, permutation }: VerbGroup): string {
  if (welch.kind === 'untested') return `Not tested: ${welch.reason}.`
  const isDifferent = welch.p < alpha && (permutation.kind === 'untested' || permutation.p < alpha)
  const verdict = isDifferent ? 'The lists differ' : 'That is no more than chance can give'
  const second =
    permutation.kind === 'tested'
      ? `; over ${permutation.n} heads, by permutation, ${pText(permutation.p)}`
      : ''
  return (
    `${verdict}: Welch t ${fixedWords(welch.t, 2)}, ${pText(welch.p)}, ` +
    `Hedges’ g ${fixedWords(welch.effect, 2)}${second}.`
  )
}

function groupText(groups: readonly VerbGroup[]): string[] {
  const tested = groups.filter(({ welch }) => welch.kind === 'tested')
  if (tested.length < 2) return []
  const found = tested.filter(({ welch }) => welch.kind === 'tested' && welch.pHolm < alpha)
  if (found.length === 0)
    return [`No group of layers differs by itself (Holm over ${tested.length}).`]
  return [
    `Groups that differ by themselves: ${found
      .map((group) =>
        group.welch.kind === 'tested'
          ? `layers ${spanWords(group)} (Holm ${pText(group.welch.pHolm)})`
          : ''
      )
      .join(', ')}.`
  ]
}

export function spanWords({ first, last }: Pick<VerbGroup, 'first' | 'last'>): string {
  return first === last ? `${first}` : `${first}–${last}`
}

/** What of a list is not counted: how many, and which; empty when all of it is. */
export function reportWords(
  kind: string,
  { nWords, missing, miscased }: VerbListReport
): readonly { readonly text: string; readonly words: string }[] {
  const words = (list: readonly string[]) => list.map(visibleLine).join(', ')
  return [
    ...(missing.length > 0
      ? [
          {
            text: `${missing.length} of ${nWords} ${kind} verbs are not in the word list.`,
            words: words(missing)
          }
        ]
      : []),
    ...(miscased.length > 0
      ? [
          {
            text: `${miscased.length} of ${nWords} ${kind} verbs are written with a capital, and relations are not.`,
            words: words(miscased)
          }
        ]
      : [])
  ]
}

/** A list as typed: words apart by blanks, commas, semicolons or lines. */
export function parseVerbs(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}
