import type { WordList } from '../words/word-list.ts'

/** Words of a file that are looked at when few of the list's are in it. */
const nSampled = 1_000

/**
 * The words that a list needs of a file: each as written and in lower case (method.md section 3). A word
 * that is found gets a slot, from 0 on, in the order of the file; of equal words the first counts.
 */
export class WantedWords {
  readonly #list: Pick<WordList, 'words' | 'isUsable'>
  /** Slot by word; −1 until it is found. */
  readonly #slots = new Map<string, number>()
  readonly #sample: string[] = []
  #nFound = 0
  #nDuplicates = 0

  constructor(list: Pick<WordList, 'words' | 'isUsable'>) {
    this.#list = list
    list.words.forEach((word, line) => {
      if (list.isUsable[line] !== 1) return
      this.#slots.set(word, -1)
      this.#slots.set(word.toLowerCase(), -1)
    })
  }

  get nFound(): number {
    return this.#nFound
  }

  /** Words that the list needs and the file holds again; the later ones are passed over. */
  get nDuplicates(): number {
    return this.#nDuplicates
  }

  /** The first words of the file. */
  get sample(): readonly string[] {
    return this.#sample
  }

  /** The slot for the vector of the file's next word; −1 when it is not needed. */
  take(word: string): number {
    if (this.#sample.length < nSampled) this.#sample.push(word)
    const slot = this.#slots.get(word)
    if (slot === undefined) return -1
    if (slot >= 0) {
      this.#nDuplicates++
      return -1
    }
    this.#slots.set(word, this.#nFound)
    return this.#nFound++
  }

  /** What each line of the list has found, once the file was gone through. */
  assign(): WordSlots {
    const { words, isUsable } = this.#list
    const lines: number[] = []
    const slots: number[] = []
    const missing: string[] = []
    let nLowerCase = 0
    words.forEach((word, line) => {
      if (isUsable[line] !== 1) return
      const written = this.#slots.get(word) ?? -1
      const slot = written >= 0 ? written : (this.#slots.get(word.toLowerCase()) ?? -1)
      if (slot < 0) {
        missing.push(word)
        return
      }
      if (written < 0) nLowerCase++
      lines.push(line)
      slots.push(slot)
    })
    return { lines: Int32Array.from(lines), slots: Int32Array.from(slots), missing, nLowerCase }
  }
}

export interface WordSlots {
  /** [n], lines of the list that have a vector, ascending */
  readonly lines: Int32Array
  /** [n], slot of each */
  readonly slots: Int32Array
  /** Usable words without a vector, in the order of the list. */
  readonly missing: readonly string[]
  /** Words that were found only in lower case. */
  readonly nLowerCase: number
}
