import { AppError } from '../../errors.ts'
import { describe, integerAt, malformed, objectAt } from './json-fields.ts'

/** trust.md PAR-08: entries of a vocabulary. */
export const mostTokens = 1_000_000
/** trust.md PAR-43: ids are below 2^24. */
export const largestId = 2 ** 24 - 1

/** Both directions; a Map, because `__proto__` and `constructor` are ordinary tokens. */
export interface Vocabulary {
  readonly idOf: ReadonlyMap<string, number>
  readonly tokenOf: ReadonlyMap<number, string>
}

/** Reads `model.vocab`: integer ids, each once, gaps allowed. */
export function readVocabulary(value: unknown, where: string): Vocabulary {
  const entries = Object.entries(objectAt(value, where))
  if (entries.length > mostTokens) {
    throw malformed(where, `a vocabulary of ${entries.length} tokens`, `at most ${mostTokens}`)
  }
  const idOf = new Map<string, number>()
  const tokenOf = new Map<number, string>()
  for (const [token, value] of entries) {
    const id = integerAt(value, `${where}[${describe(token)}]`, largestId)
    const other = tokenOf.get(id)
    if (other !== undefined) {
      throw new AppError(
        'checkpoint/malformed',
        `tokenizer.json: id ${id} belongs to ${describe(other)} and ${describe(token)}, expected one token an id`,
        { file: 'tokenizer.json', hint: 'Download the file again, or choose another checkpoint.' }
      )
    }
    idOf.set(token, id)
    tokenOf.set(id, token)
  }
  return { idOf, tokenOf }
}
