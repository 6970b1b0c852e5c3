import type { ResultKind } from '../../../preload/data.ts'

const kinds: Record<ResultKind, string> = {
  attribution: 'Attribution',
  concepts: 'Concepts',
  heads: 'Heads',
  attention: 'Attention',
  study: 'Study'
}

/** The analysis that a result is of. */
export function kindWords(kind: ResultKind): string {
  return kinds[kind]
}
