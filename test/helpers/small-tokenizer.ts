/** Fields of a small byte-free BPE tokenizer.json, to be overridden one at a time. */
export interface SmallTokenizer {
  readonly model: Record<string, unknown>
  readonly [key: string]: unknown
}

/** Letters a to e, a space and three merges: ab, cd, abcd. */
export function smallTokenizer(
  overrides: Record<string, unknown> = {},
  model: Record<string, unknown> = {}
): SmallTokenizer {
  return {
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Fuse' },
    ...overrides,
    model: {
      type: 'BPE',
      vocab: { a: 0, b: 1, c: 2, d: 3, e: 4, ' ': 5, ab: 6, cd: 7, abcd: 8, '?': 9 },
      merges: ['a b', ['c', 'd'], 'ab cd'],
      unk_token: '?',
      ...model
    }
  }
}
