import type { BadRow } from '../../preload/analysis/studies/dataset.ts'

/** Listed one by one; more of them are counted, so that a file of garbage cannot fill the memory. */
export const listedBadRows = 100_000
/** UTF-16 units of a problem: a row of a thousand bad spans has a thousand of them. */
const longestProblem = 400

/** Rows that were left out, in order of the file. */
export class BadRows {
  readonly #listed: BadRow[] = []
  #more: { readonly line: number; count: number } | null = null

  add({ line, problem }: BadRow): void {
    if (this.#listed.length < listedBadRows) this.#listed.push({ line, problem: cut(problem) })
    else if (this.#more === null) this.#more = { line, count: 1 }
    else this.#more.count++
  }

  /** The last entry stands for all that are not listed. */
  list(): readonly BadRow[] {
    if (this.#more === null) return this.#listed
    const { line, count } = this.#more
    const problem = `${count.toLocaleString('en')} more bad rows from here on, not listed one by one`
    return [...this.#listed, { line, problem }]
  }
}

function cut(problem: string): string {
  return problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem
}
