/** What takes the place of a token that is masked or replaced. */
import { AppError } from '../../errors.ts'
import type { Tokenizer } from '../../tokenizer/tokenizer.ts'
import { wholeWord } from '../words/tokenizer-words.ts'

export interface MaskToken {
  readonly id: number
  /** As the tokenizer spells it. */
  readonly text: string
}

/** Tokens that say "nothing known here", by the names that tokenizers give them; the first one there is. */
const unknownTokens = [
  ...['<unk>', '[UNK]', '<|unk|>', '<mask>', '[MASK]', '<|mask|>'],
  ...['<pad>', '[PAD]', '<|pad|>', '<|padding|>']
]
/** A single space or newline, as byte-level, metaspace and plain vocabularies write it. */
const blanks = ['Ġ', '▁', ' ', 'Ċ', '<0x0A>', '\n']

/**
 * The tokenizer's unknown, mask or padding token, else the token of a single space or newline.
 *
 * @throws AppError `request/invalid` for a tokenizer that has none of them
 */
export function maskTokenOf(tokenizer: Pick<Tokenizer, 'tokenId'>): MaskToken {
  for (const text of [...unknownTokens, ...blanks]) {
    const id = tokenizer.tokenId(text)
    if (id !== undefined) return { id, text }
  }
  throw new AppError(
    'request/invalid',
    'masking: the tokenizer has no unknown, mask or padding token, and none of a space or newline alone',
    { hint: 'Remove or replace the words instead.' }
  )
}

/**
 * Ids of the prompts' own tokens that are whole words: what replaced words are drawn from, so that they are
 * of the same language and about as frequent. Ascending, each once.
 *
 * @throws AppError `request/invalid` where the prompts have fewer than two
 */
export function replacementIds(tokenizer: Tokenizer, prompts: readonly string[]): number[] {
  const found = new Set<number>()
  for (const prompt of prompts) {
    const { ids, tokens } = tokenizer.encode(prompt, { addSpecialTokens: false })
    ids.forEach((id, t) => {
      if (!found.has(id) && wholeWord(tokenizer, tokens[t]!, id) !== null) found.add(id)
    })
  }
  if (found.size < 2) {
    throw new AppError(
      'request/invalid',
      `replacing: the prompts have ${found.size} tokens that are whole words, expected two at least`,
      { hint: 'Remove or mask the words instead.' }
    )
  }
  return [...found].sort((a, b) => a - b)
}
