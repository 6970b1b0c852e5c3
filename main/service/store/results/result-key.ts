import { createHash } from 'node:crypto'
import type { JsonPlain } from '../../../worker/contract.ts'
import { canonicalJson } from '../canonical-json.ts'

/** Everything that decides a result's numbers: checkpoints, tokenizer, method and its version, settings, input. */
export type KeyFields = Readonly<Record<string, JsonPlain>>

/** The id of a result: SHA-256, in hex, over the canonical JSON of its key fields. */
export function resultKey(fields: KeyFields): string {
  return createHash('sha256').update(canonicalJson(fields), 'utf8').digest('hex')
}
