import type { Tokenizer } from '../../tokenizer/tokenizer.ts'
import type { LineNotes } from './line-notes.ts'
import type { WordList } from './word-list.ts'
import { tokensOfWord } from './word-tokens.ts'

/** The words of a list that have tokens. Those of word i are ids[starts[i]] to ids[starts[i + 1] − 1]. */
export interface TokenizedWords {
  /** [nWords], lines of the word list, ascending where they are all of it */
  readonly lines: Int32Array
  /** [nWords + 1] */
  readonly starts: Int32Array
  readonly ids: Int32Array
}

/**
 * @param nRows  rows of the embedding table; a token beyond them makes a word unusable
 * @param notes  takes the lines left out
 */
export function tokenizeWords(
  list: Pick<WordList, 'words' | 'isUsable'>,
  tokenizer: Tokenizer,
  nRows: number,
  notes: LineNotes
): TokenizedWords {
  const lines: number[] = []
  const starts = [0]
  const ids: number[] = []
  list.words.forEach((word, line) => {
    if (list.isUsable[line] !== 1) return
    const own = tokensOfWord(tokenizer, word)
    const problem = problemOf(own, tokenizer, nRows)
    if (problem !== null) {
      notes.add(problem, line)
      return
    }
    lines.push(line)
    for (const id of own) ids.push(id)
    starts.push(ids.length)
  })
  return {
    lines: Int32Array.from(lines),
    starts: Int32Array.from(starts),
    ids: Int32Array.from(ids)
  }
}

function problemOf(ids: readonly number[], tokenizer: Tokenizer, nRows: number): string | null {
  if (ids.length === 0) return 'a word without tokens'
  // The unknown token, or a word spelt like a special one.
  if (ids.some((id) => tokenizer.specialIds.has(id))) return 'a word with a special token'
  if (ids.some((id) => id >= nRows)) return `a token beyond the ${nRows} embeddings`
  return null
}

/** Some of the words, in the order given. */
export function selectWords(words: TokenizedWords, places: ArrayLike<number>): TokenizedWords {
  const ids: number[] = []
  const lines = new Int32Array(places.length)
  const starts = new Int32Array(places.length + 1)
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!
    lines[i] = words.lines[place]!
    for (let t = words.starts[place]!; t < words.starts[place + 1]!; t++) ids.push(words.ids[t]!)
    starts[i + 1] = ids.length
  }
  return { lines, starts, ids: Int32Array.from(ids) }
}

/** Half-open ranges of words of at most `maxTokens` tokens together, one word at least. */
export function* tokenRanges(
  { starts }: TokenizedWords,
  maxTokens: number
): Generator<readonly [number, number]> {
  const nWords = starts.length - 1
  for (let from = 0; from < nWords;) {
    let end = from + 1
    while (end < nWords && starts[end + 1]! - starts[from]! <= maxTokens) end++
    yield [from, end]
    from = end
  }
}
