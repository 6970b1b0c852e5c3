import type { ConceptsLayerSide, WordHit } from '../../../preload/analysis/concepts/record.ts'
import type { LayerSource } from '../layers/layer-source.ts'

type SideWords = Pick<ConceptsLayerSide, 'role' | 'topWords' | 'topScores'> & {
  readonly nDirections: number
}

/**
 * Finds words among the concepts of all layers. The words of the last source are remembered: to read them
 * takes far longer than to look through them.
 */
export class WordSearch {
  #last: { readonly key: string; readonly layers: Map<number, readonly SideWords[]> } | null = null

  /**
   * @param words  lines of the word list
   * @returns by layer, role (base first), direction and place in the concept's list
   */
  find(source: LayerSource<'concepts'>, words: readonly number[]): WordHit[] {
    const wanted = new Set(words)
    const hits: WordHit[] = []
    for (const layer of source.layers()) {
      for (const { role, nDirections, topWords, topScores } of this.#wordsOf(source, layer)) {
        const nWords = topWords.length / nDirections
        for (let i = 0; i < topWords.length; i++) {
          const word = topWords[i]!
          if (!wanted.has(word)) continue
          const direction = Math.floor(i / nWords)
          const rank = i % nWords
          hits.push({ word, layer, role, direction, rank, score: topScores[i]! })
        }
      }
    }
    return hits
  }

  #wordsOf(source: LayerSource<'concepts'>, layer: number): readonly SideWords[] {
    if (this.#last?.key !== source.key) this.#last = { key: source.key, layers: new Map() }
    const known = this.#last.layers.get(layer)
    if (known !== undefined) return known
    const read = source.read(layer)
    if (read === null) return []
    const words = read.sides.map(({ role, topWords, topScores, eigenvalues }) => ({
      role,
      topWords,
      topScores,
      nDirections: eigenvalues.length
    }))
    this.#last.layers.set(layer, words)
    return words
  }
}
