import type { ConceptsRole, WordHit } from '../../../preload/analysis/concepts/record.ts'

/** Where one word stands in one model: for each layer of the axis its hits, best first. */
export interface HitRow {
  readonly word: number
  readonly role: ConceptsRole
  /** [layers], empty where the word is in no concept's list. */
  readonly cells: readonly (readonly WordHit[])[]
}

/** A row a word and model, in the order of the words. The best hit has the largest |score|. */
export function hitRows(
  hits: readonly WordHit[],
  words: readonly number[],
  roles: readonly ConceptsRole[],
  layers: readonly number[]
): readonly HitRow[] {
  return words.flatMap((word) =>
    roles.map((role) => {
      const own = hits.filter((hit) => hit.word === word && hit.role === role)
      const cells = layers.map((layer) =>
        own
          .filter((hit) => hit.layer === layer)
          .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
      )
      return { word, role, cells }
    })
  )
}

/** Largest |score| of any hit; the scale of the picture. */
export function largestScore(hits: readonly WordHit[]): number {
  return hits.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0)
}

/** Hits in the order of a table: by word as chosen, layer, model, best first. */
export function sortedHits(hits: readonly WordHit[], words: readonly number[]): readonly WordHit[] {
  return hits.toSorted(
    (a, b) =>
      words.indexOf(a.word) - words.indexOf(b.word) ||
      a.layer - b.layer ||
      a.role.localeCompare(b.role) ||
      Math.abs(b.score) - Math.abs(a.score)
  )
}
