import type { LabelSource } from '../../../preload/analysis/concepts/current-labels.ts'
import type { ConceptLabel, StoredLabel } from '../../../preload/analysis/concepts/labels.ts'
import type { ConceptsLayer, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'

/** The label of a concept that holds, and whose it is. */
export interface ShownLabel {
  readonly label: ConceptLabel
  readonly annotator: 'lexical' | 'llm' | 'manual'
  /** Of a language model or a person; empty for the lexical annotator. */
  readonly author: string
  readonly seed: number | null
}

/** [R] of each model; null where the annotator has no label. */
export type LayerLabelsShown = Readonly<
  Partial<Record<ConceptsRole, readonly (ShownLabel | null)[]>>
>

/**
 * A layer's labels under one annotator, with what decided them. A person's label replaces any other, as
 * in the shares; of several runs of a language model the first is shown.
 */
export function labelsOfLayer(
  { layer, sides }: ConceptsLayer,
  stored: readonly StoredLabel[],
  source: LabelSource
): LayerLabelsShown {
  const here = byAge(stored.filter((label) => label.layer === layer))
  return Object.fromEntries(
    sides.map(({ role, labels }) => {
      const ofRole = here.filter((label) => label.role === role)
      const shown: (ShownLabel | null)[] = labels.map((label) =>
        source.annotator === 'lexical'
          ? { label, annotator: 'lexical', author: '', seed: null }
          : null
      )
      if (source.annotator === 'llm') {
        const seeds = new Set<number | null>()
        for (const label of ofRole) if (isOf(label, source.author)) seeds.add(label.seed)
        const first = [...seeds].sort((a, b) => (a ?? -1) - (b ?? -1))[0]
        for (const label of ofRole) {
          if (isOf(label, source.author) && label.seed === first) put(shown, label)
        }
      }
      const byHand = new Map<number, StoredLabel>()
      for (const label of ofRole) {
        if (label.annotator === 'manual') byHand.set(label.direction, label)
      }
      for (const label of byHand.values()) put(shown, label)
      return [role, shown]
    })
  )
}

/** All that was ever said of a concept by persons and language models, newest first. */
export function labelHistory(
  stored: readonly StoredLabel[],
  layer: number,
  role: ConceptsRole,
  direction: number
): readonly StoredLabel[] {
  return byAge(
    stored.filter(
      (label) => label.layer === layer && label.role === role && label.direction === direction
    )
  ).reverse()
}

function isOf(label: StoredLabel, author: string): boolean {
  return label.annotator === 'llm' && label.author === author
}

/** A withdrawn label leaves what was there before. */
function put(shown: (ShownLabel | null)[], stored: StoredLabel): void {
  const { direction, label, annotator, author, seed } = stored
  if (label && direction < shown.length) shown[direction] = { label, annotator, author, seed }
}

function byAge(labels: readonly StoredLabel[]): StoredLabel[] {
  return labels.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
}
