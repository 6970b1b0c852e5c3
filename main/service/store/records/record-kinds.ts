/** What the store must know of each analysis to keep its records; everything else is the same for all. */
import type { AnyRecord, ResultKind } from '../../../../preload/data.ts'
import { AppError } from '../../../errors.ts'
import { parseAttribution } from './attribution-schema.ts'
import { parseAttention } from './attention-schema.ts'
import { parseConcepts } from './concepts-schema.ts'
import { parseHeads } from './heads-schema.ts'
import { parseStudy } from './study-schema.ts'
import { studyScores, studySearchText } from './study-facts.ts'
import { attributionScores, sideNames, type ListScores } from './list-scores.ts'

/** What the library lists and searches of a record. */
export interface RecordFacts extends ListScores {
  /** Kept apart from the record, once for all that have it; empty where the analysis has none. */
  readonly prompt: string
  readonly search: {
    readonly prompt: string
    readonly responses: string
    readonly models: string
  }
}

/**
 * A record, checked by the rules of its kind.
 *
 * @param kind  as it stands in a row
 * @throws AppError `request/invalid` for what does not fit together, `store/newer` for an unknown kind
 */
export function parseRecord(kind: string, value: unknown): AnyRecord {
  const known = requireKind(kind)
  switch (known) {
    case 'attribution':
      return { kind: known, record: parseAttribution(value) }
    case 'concepts':
      return { kind: known, record: parseConcepts(value) }
    case 'heads':
      return { kind: known, record: parseHeads(value) }
    case 'attention':
      return { kind: known, record: parseAttention(value) }
    case 'study':
      return { kind: known, record: parseStudy(value) }
  }
}

export function factsOf(any: AnyRecord): RecordFacts {
  switch (any.kind) {
    case 'attribution': {
      const { prompt, sides } = any.record
      const responses = sides.map(({ response }) => response).join('\n')
      const models = modelText(sides)
      return { ...attributionScores(any.record), prompt, search: { prompt, responses, models } }
    }
    case 'concepts': {
      const { sides, wordList } = any.record
      return {
        ...sideNames(sides),
        baseScore: null,
        tunedScore: null,
        prompt: '',
        // What went in: the list by its name, since every word of it would match everything.
        search: { prompt: wordList.name, responses: '', models: modelText(sides) }
      }
    }
    case 'heads': {
      const { sides, wordList, similarity } = any.record
      const lists = `${wordList.name}\n${similarity.name}`
      return {
        ...sideNames(sides),
        baseScore: null,
        tunedScore: null,
        prompt: '',
        search: { prompt: lists, responses: '', models: modelText(sides) }
      }
    }
    case 'attention': {
      const { prompt, sides } = any.record
      return {
        ...sideNames(sides),
        baseScore: null,
        tunedScore: null,
        prompt,
        search: { prompt, responses: '', models: modelText(sides) }
      }
    }
    case 'study': {
      const prompts = studySearchText(any.record)
      return {
        ...studyScores(any.record),
        prompt: '',
        search: { prompt: prompts, responses: '', models: modelText(any.record.sides) }
      }
    }
  }
}

const kinds = [
  'attribution',
  'concepts',
  'heads',
  'attention',
  'study'
] as const satisfies ResultKind[]

function requireKind(kind: string): ResultKind {
  const known = kinds.find((other) => other === kind)
  if (known !== undefined) return known
  throw new AppError(
    'store/newer',
    `analysis ${JSON.stringify(kind)}: unknown, expected ${kinds.join(', ')}`,
    { hint: 'Update Shiftlens: a newer version made this result.' }
  )
}

function modelText(sides: readonly { readonly name: string }[]): string {
  return sides.map(({ name }) => name).join('\n')
}
