/** One JSON list of objects, read as it comes: each item is cut out of the text and parsed by itself. */
import { longestRow, tooLongProblem, type DatasetItem } from '../dataset-item.ts'
import { parseJsonRow } from './json-row.ts'

export async function* readJsonList(
  texts: AsyncIterable<string>
): AsyncGenerator<readonly DatasetItem[]> {
  const cutter = new ListCutter()
  for await (const text of texts) yield cutter.push(text)
  yield cutter.end()
}

class ListCutter {
  #place: 'before' | 'inside' | 'after' = 'before'
  #line = 1
  #depth = 0
  #isInString = false
  #isEscaped = false
  /** Line of the first character of the item that is not blank; 0 while there is none. */
  #itemLine = 0
  #parts: string[] = []
  #length = 0
  #nSeparators = 0
  /** Something stands after the list: told once. */
  #hasTail = false
  #items: DatasetItem[] = []

  push(text: string): readonly DatasetItem[] {
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const char = text.charAt(at)
      if (char === '\n') this.#line++
      if (this.#place === 'inside') {
        if (this.#closesItem(char)) {
          this.#take(text.slice(from, at))
          this.#close(char === ']')
          from = at + 1
        }
      } else if (char.trim() !== '') {
        this.#meetOutside(char)
        from = at + 1
      }
    }
    if (this.#place === 'inside') this.#take(text.slice(from))
    return this.#flush()
  }

  /** What is left when the file ends. */
  end(): readonly DatasetItem[] {
    if (this.#place === 'after') return []
    const isOpen = this.#itemLine > 0
    this.#items.push({
      line: isOpen ? this.#itemLine : this.#line,
      problem: isOpen
        ? 'the file ends inside this row; rows after it, if any, could not be told apart'
        : 'the file ends before the list is closed with "]": rows may be missing'
    })
    return this.#flush()
  }

  /** Whether the character, read inside the list, ends an item. */
  #closesItem(char: string): boolean {
    if (this.#itemLine === 0 && char.trim() !== '' && char !== ',' && char !== ']') {
      this.#itemLine = this.#line
    }
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (char === '\\') this.#isEscaped = true
      else if (char === '"') this.#isInString = false
      return false
    }
    if (char === '"') this.#isInString = true
    else if (char === '{' || char === '[') this.#depth++
    else if (this.#depth === 0) return char === ',' || char === ']'
    else if (char === '}' || char === ']') this.#depth--
    return false
  }

  #take(part: string): void {
    this.#length += part.length
    if (this.#length > longestRow) this.#parts = []
    else this.#parts.push(part)
  }

  #close(isLast: boolean): void {
    const text = this.#parts.join('')
    const isNothing = this.#itemLine === 0
    if (this.#length > longestRow)
      this.#items.push({ line: this.#itemLine || this.#line, problem: tooLongProblem })
    else if (!isNothing) this.#items.push(parseJsonRow(text, this.#itemLine))
    else if (!isLast || this.#nSeparators > 0) {
      this.#items.push({ line: this.#line, problem: 'nothing beside a comma, expected an object' })
    }
    if (isLast) this.#place = 'after'
    else this.#nSeparators++
    this.#itemLine = 0
    this.#parts = []
    this.#length = 0
  }

  #meetOutside(char: string): void {
    if (this.#place === 'before' && char === '[') {
      this.#place = 'inside'
      return
    }
    if (!this.#hasTail) {
      this.#hasTail = true
      this.#items.push({
        line: this.#line,
        problem: 'text after the end of the list, expected none'
      })
    }
  }

  #flush(): readonly DatasetItem[] {
    const items = this.#items
    this.#items = []
    return items
  }
}
