// Aho-Corasick over the reversed tokens and the reversed text: the automaton's longest match that ends
// at a reversed position is the longest token that starts there. One pass, linear in the text
// (trust.md PAR-41), whatever the tokens are.

const unitSpan = 0x10000

/** Finds, for each unit of a text, the longest of a set of strings that starts there. */
export class LongestPrefixMatcher {
  readonly #children = new Map<number, number>()
  readonly #fail: Int32Array
  /** Longest string that is a suffix of the state's path: its index, or -1. */
  readonly #best: Int32Array

  constructor(words: readonly string[]) {
    const totalUnits = words.reduce((sum, word) => sum + word.length, 0)
    this.#fail = new Int32Array(totalUnits + 1)
    this.#best = new Int32Array(totalUnits + 1).fill(-1)
    const edges = this.#insert(words)
    this.#link(edges)
  }

  /** Index of the longest word at each unit, or -1. */
  longestAt(text: string): Int32Array {
    const found = new Int32Array(text.length)
    let state = 0
    for (let u = text.length - 1; u >= 0; u--) {
      state = this.#step(state, text.charCodeAt(u))
      found[u] = this.#best[state]!
    }
    return found
  }

  /** Builds the trie; its edges come out parents first within a word, sorted by depth after. */
  #insert(words: readonly string[]): readonly Edge[] {
    const edges: Edge[] = []
    let size = 1
    words.forEach((word, index) => {
      let state = 0
      for (let u = word.length - 1; u >= 0; u--) {
        const unit = word.charCodeAt(u)
        const key = state * unitSpan + unit
        let child = this.#children.get(key)
        if (child === undefined) {
          child = size++
          this.#children.set(key, child)
          edges.push({ parent: state, unit, child, depth: word.length - u })
        }
        state = child
      }
      if (state !== 0 && this.#best[state] === -1) this.#best[state] = index
    })
    return edges.sort((a, b) => a.depth - b.depth)
  }

  #link(edges: readonly Edge[]): void {
    for (const { parent, unit, child } of edges) {
      const fail = parent === 0 ? 0 : this.#step(this.#fail[parent]!, unit)
      this.#fail[child] = fail
      if (this.#best[child] === -1) this.#best[child] = this.#best[fail]!
    }
  }

  #step(from: number, unit: number): number {
    for (let state = from; ; state = this.#fail[state]!) {
      const child = this.#children.get(state * unitSpan + unit)
      if (child !== undefined) return child
      if (state === 0) return 0
    }
  }
}

interface Edge {
  readonly parent: number
  readonly unit: number
  readonly child: number
  readonly depth: number
}
