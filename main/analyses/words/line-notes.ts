/** Line numbers that a note names; the rest are only counted. */
const nExamples = 5

/** Collects what is wrong with single lines of a list and says it in one sentence a kind. */
export class LineNotes {
  readonly #kinds = new Map<string, { count: number; examples: number[] }>()

  /**
   * @param problem  of one line, such as `blank`; kinds are told apart by it
   * @param line     0-based
   */
  add(problem: string, line: number): void {
    const kind = this.#kinds.get(problem) ?? { count: 0, examples: [] }
    kind.count++
    if (kind.examples.length < nExamples) kind.examples.push(line)
    this.#kinds.set(problem, kind)
  }

  /** Such as `3 lines: blank (lines 4, 9, 12)`; lines are counted from 1, as editors do. */
  sentences(): readonly string[] {
    return [...this.#kinds].map(([problem, { count, examples }]) => {
      const shown = examples.map((line) => line + 1).join(', ')
      const more = count > examples.length ? ', …' : ''
      return count === 1
        ? `1 line: ${problem} (line ${shown})`
        : `${count} lines: ${problem} (lines ${shown}${more})`
    })
  }
}
