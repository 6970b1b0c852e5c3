/**
 * Records of a table (RFC 4180): lines, joined where a quoted field goes over their ends. A quote inside a
 * field that does not begin with one is a character like any other.
 */
import type { BadRow } from '../../../preload/analysis/studies/dataset.ts'
import { longestRow, tooLongProblem } from '../dataset-item.ts'
import type { Delimiter } from './table-delimiter.ts'
import type { TextLine } from './text-lines.ts'

export interface TableRecord {
  /** Where it begins. */
  readonly line: number
  /** Its lines, without the last one's end. */
  readonly text: string
}

/** Characters that are read a second time at most, after a quote that was not closed; it bounds the work. */
const secondReading = 4 * longestRow

export async function* readRecords(
  pieces: AsyncIterable<readonly TextLine[]>,
  delimiter: Delimiter
): AsyncGenerator<readonly (TableRecord | BadRow)[]> {
  const joiner = new LineJoiner(delimiter)
  for await (const lines of pieces) {
    for (const line of lines) joiner.push(line)
    yield joiner.flush()
  }
  joiner.end()
  yield joiner.flush()
}

type Place = 'start' | 'bare' | 'quoted' | 'closed'
type SoundLine = TextLine & { readonly text: string }

class LineJoiner {
  readonly #delimiter: Delimiter
  /** Lines of the record that is not complete; the first one opens a quote. */
  #open: SoundLine[] = []
  #openLength = 0
  #budget = secondReading
  #done: (TableRecord | BadRow)[] = []

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter
  }

  push(line: TextLine): void {
    const waiting = [line]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const again of this.#step(next)) waiting.push(again)
    }
  }

  /** The file has ended: a record that is still open is bad. */
  end(): void {
    while (this.#open.length > 0) {
      const again = this.#refuse('a quote that is not closed before the file ends')
      for (const line of again.reverse()) this.push(line)
    }
  }

  flush(): readonly (TableRecord | BadRow)[] {
    const done = this.#done
    this.#done = []
    return done
  }

  /** Takes one line; gives the lines to read again, last one first. */
  #step(line: TextLine): readonly TextLine[] {
    if (!isSound(line)) {
      if (this.#open.length > 0) return [line, ...this.#refuse('a quote that is not closed')]
      this.#done.push({ line: line.line, problem: tooLongProblem })
      return []
    }
    const isContinued = this.#open.length > 0
    const text = line.text
    if (!isContinued && text.trim() === '') return []
    const end = this.#scan(text, isContinued ? 'quoted' : 'start')
    this.#open.push(line)
    this.#openLength += text.length + (isContinued ? 1 : 0)
    if (typeof end === 'object') return this.#refuse(end.problem)
    if (this.#openLength > longestRow) return this.#refuse(tooLongProblem)
    if (end !== 'quoted') this.#complete()
    return []
  }

  #complete(): void {
    const { line } = this.#open[0]!
    this.#done.push({ line, text: this.#open.map(({ text }) => text).join('\n') })
    this.#clear()
  }

  /** The open record is bad: its first line alone, as long as the others may be read again. */
  #refuse(problem: string): SoundLine[] {
    const [first, ...others] = this.#open
    const last = others.at(-1)
    const isAffordable = this.#openLength <= this.#budget
    if (isAffordable) this.#budget -= others.length > 0 ? this.#openLength : 0
    const range = last && !isAffordable ? `; lines to ${last.line} are left out with it` : ''
    this.#done.push({ line: first!.line, problem: problem + range })
    this.#clear()
    return isAffordable ? others.reverse() : []
  }

  #clear(): void {
    this.#open = []
    this.#openLength = 0
  }

  /** Where a line ends that begins at `place`, or what is wrong with it. */
  #scan(text: string, place: Place): Place | { readonly problem: string } {
    for (let at = 0; at < text.length; at++) {
      const char = text.charAt(at)
      if (place === 'quoted') {
        const quote = text.indexOf('"', at)
        if (quote < 0) return 'quoted'
        at = quote
        place = 'closed'
      } else if (char === this.#delimiter) place = 'start'
      else if (place === 'start') place = char === '"' ? 'quoted' : 'bare'
      else if (place === 'closed') {
        if (char === '"') place = 'quoted'
        else if (char === '\r' && at === text.length - 1) return 'closed'
        else
          return {
            problem: `${JSON.stringify(char)} after a closing quote, expected ${nameOf(this.#delimiter)}`
          }
      }
    }
    return place
  }
}

function isSound(line: TextLine): line is SoundLine {
  return line.text !== null
}

function nameOf(delimiter: Delimiter): string {
  return { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' }[delimiter] + ' or the end of the row'
}
