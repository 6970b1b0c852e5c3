import type { WordList } from '../words/word-list.ts'

/** What relations are made of: the words of a list in lower case, each once. */
export interface Terms {
  /** In the order of the list. */
  readonly terms: readonly string[]
  /** [words], index of each line's term; −1 where the line cannot be used */
  readonly ofLine: Int32Array
  /** [terms], place of each among all in alphabetical order, by code points */
  readonly ranks: Int32Array
  /** [terms], the other way round: the term at each place */
  readonly atRank: Int32Array
}

export function createTerms({ words, isUsable }: Pick<WordList, 'words' | 'isUsable'>): Terms {
  const indices = new Map<string, number>()
  const ofLine = new Int32Array(words.length).fill(-1)
  words.forEach((word, line) => {
    if (isUsable[line] !== 1) return
    const term = word.toLowerCase()
    const index = indices.get(term) ?? indices.size
    indices.set(term, index)
    ofLine[line] = index
  })
  const terms = [...indices.keys()]
  const atRank = Int32Array.from(terms.keys()).sort((a, b) =>
    compareCodePoints(terms[a]!, terms[b]!)
  )
  const ranks = new Int32Array(terms.length)
  atRank.forEach((term, rank) => (ranks[term] = rank))
  return { terms, ofLine, ranks, atRank }
}

/** Negative where `a` comes first. UTF-16 units would put what lies beyond the first plane before U+E000. */
function compareCodePoints(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length;) {
    const left = a.codePointAt(i)!
    const right = b.codePointAt(i)!
    if (left !== right) return left - right
    i += left > 0xffff ? 2 : 1
  }
  return a.length - b.length
}
