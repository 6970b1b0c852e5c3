import { longestRow } from '../dataset-item.ts'

export interface TextLine {
  /** 1-based. */
  readonly line: number
  /** Without the line feed, with a carriage return before it; null where it is longer than a row may be. */
  readonly text: string | null
}

/** Lines of a text that comes in pieces, some at a time; never more than one line too many in memory. */
export async function* readLines(
  texts: AsyncIterable<string>
): AsyncGenerator<readonly TextLine[]> {
  let line = 1
  let parts: string[] = []
  let length = 0
  const take = (part: string) => {
    length += part.length
    if (length > longestRow) parts = []
    else parts.push(part)
  }
  const close = (): TextLine => {
    const closed = { line: line++, text: length > longestRow ? null : parts.join('') }
    parts = []
    length = 0
    return closed
  }
  for await (const text of texts) {
    const lines: TextLine[] = []
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      take(text.slice(from, end))
      lines.push(close())
      from = end + 1
    }
    take(text.slice(from))
    yield lines
  }
  if (length > 0) yield [close()]
}
