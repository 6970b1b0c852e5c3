/** Signs that the relations of heads cannot be read, in plain words: the method fails visibly. */
import type { HeadsChance } from './head-chance.ts'
import type { HeadsRecord, HeadsSide } from './record.ts'
import type { VerbComparison } from './verb-comparison.ts'
import { verbKinds } from './verb-words.ts'

export type HeadsSignCode =
  'few-vectors' | 'no-relations' | 'heads-at-chance' | 'verbs-missing' | 'verbs-unchanged'

export interface HeadsSign {
  readonly code: HeadsSignCode
  readonly text: string
}

/** A model with more of its heads at chance than this has more noise than relations to compare. */
const mostAtChance = 0.5
/** Words without a similarity vector can be in no relation. */
const fewestWithVector = 0.5
/** Of a verb list that the word list should have, to stand for the list. */
const fewestFound = 0.5

/** @param comparison  null for a single model */
export function headsSigns(
  record: Pick<HeadsRecord, 'sides' | 'similarity' | 'wordList'>,
  chance: HeadsChance,
  comparison: VerbComparison | null
): HeadsSign[] {
  return [
    ...vectorSigns(record),
    ...record.sides.flatMap((side) => sideSigns(side, chance)),
    ...(comparison === null ? [] : verbSigns(comparison))
  ]
}

function vectorSigns({
  similarity: { nFound },
  wordList: { nUsable }
}: Pick<HeadsRecord, 'similarity' | 'wordList'>): HeadsSign[] {
  if (nFound >= fewestWithVector * nUsable) return []
  const text =
    `Only ${nFound} of ${nUsable} words have a vector in the similarity resource; ` +
    'the others are in no relation.'
  return [{ code: 'few-vectors', text }]
}

function sideSigns({ role, nPairs, relationFirst }: HeadsSide, chance: HeadsChance): HeadsSign[] {
  const signs: HeadsSign[] = []
  if (nPairs.length > 0 && relationFirst.length === 0) {
    signs.push({
      code: 'no-relations',
      text: `No head of the ${role} model has a relation in two dimensions.`
    })
  }
  const atChance = chance[role]
  if (atChance !== null && atChance.share !== null && atChance.share > mostAtChance) {
    signs.push({
      code: 'heads-at-chance',
      text:
        `${atChance.nAtChance} of the ${role} model's ${nPairs.length} heads hold no more pairs ` +
        'than shuffled similarities give them.'
    })
  }
  return signs
}

function verbSigns({ all, lists }: VerbComparison): HeadsSign[] {
  return verbKinds.flatMap((kind): HeadsSign[] => {
    const { nWords, nFound } = lists.reports[kind]
    if (nFound < fewestFound * nWords) {
      const text = `Only ${nFound} of ${nWords} ${kind} verbs are in the word list.`
      return [{ code: 'verbs-missing', text }]
    }
    if (all === null || all[kind].n >= fewestFound * nFound) return []
    const found = `${nFound} ${kind} verbs changed in any head.`
    const text = all[kind].n === 0 ? `None of the ${found}` : `Only ${all[kind].n} of ${found}`
    return [{ code: 'verbs-unchanged', text }]
  })
}
