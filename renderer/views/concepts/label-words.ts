import type { LabelSource } from '../../../preload/analysis/concepts/current-labels.ts'
import type { StoredLabel } from '../../../preload/analysis/concepts/labels.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { ShownLabel } from './shown-labels.ts'

/** An annotator in a list of choices. */
export function sourceWords(source: LabelSource): string {
  switch (source.annotator) {
    case 'lexical':
      return 'Lexical rules'
    case 'llm':
      return visibleLine(source.author)
    case 'manual':
      return 'By hand only'
  }
}

/** Who gave a label. */
export function annotatorWords({
  annotator,
  author,
  seed
}: Pick<ShownLabel, 'annotator' | 'author' | 'seed'>): string {
  if (annotator === 'lexical') return 'by lexical rules'
  if (annotator === 'manual') return author === '' ? 'by hand' : `by hand, ${visibleLine(author)}`
  return `by ${visibleLine(author)}${seed === null ? '' : `, seed ${seed}`}`
}

/** One line of a label's history. */
export function historyWords({ label, annotator, author, seed }: StoredLabel): string {
  const what = label
    ? [label.level, ...label.tasks, visibleLine(label.description)].filter(Boolean).join(', ')
    : 'withdrawn'
  return `${what} (${annotatorWords({ annotator, author, seed })})`
}
