import type { WantedWords, WordSlots } from './wanted-words.ts'
import { mismatchHint } from './mismatch-hint.ts'
import type { RowCounts } from './vector-file/row-sink.ts'

const nExamples = 5
/** Below this share of words found, more than rare words is amiss. */
const leastFound = 0.2

/** What a reader of the result should know about the file and the list, in plain words. */
export function similarityNotes(
  counts: RowCounts,
  wanted: Pick<WantedWords, 'nDuplicates' | 'sample'>,
  { lines, missing, nLowerCase }: Omit<WordSlots, 'slots'>
): readonly string[] {
  const notes: string[] = []
  const say = (count: number, sentence: (words: string) => string) => {
    if (count > 0) notes.push(sentence(count === 1 ? '1 word' : `${count} words`))
  }
  say(missing.length, (words) => {
    const examples = missing.slice(0, nExamples).map((word) => JSON.stringify(word))
    const more = missing.length > nExamples ? ', …' : ''
    return `${words} of the list not found: ${examples.join(', ')}${more}`
  })
  if (lines.length < leastFound * (lines.length + missing.length)) {
    notes.push(`few words of the list found. ${mismatchHint(missing, wanted.sample)}`)
  }
  say(nLowerCase, (words) => `${words} of the list found in lower case only`)
  if (wanted.nDuplicates > 0) {
    const rows = wanted.nDuplicates === 1 ? '1 vector' : `${wanted.nDuplicates} vectors`
    notes.push(`${rows} of words that the file has already, the first counts`)
  }
  say(counts.nZero, (words) => `${words} of the file with a vector of length zero, left out`)
  say(counts.nUnreadable, (words) => `${words} of the file empty or not valid UTF-8, left out`)
  if (counts.isLastLineOpen) {
    notes.push("the file's last line has no end: it may have been cut short")
  }
  return notes
}
