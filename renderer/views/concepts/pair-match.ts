import type { ConceptsRecord, ConceptsSide } from '../../../preload/analysis/concepts/record.ts'
import type { OpenedCheckpoint, Role } from '../../../preload/data.ts'

type OpenPair = Readonly<Record<Role, OpenedCheckpoint | null>>

/**
 * Whether the open pair is another than the one that a result is of, as far as names and shapes tell. An
 * empty pair is no other: a stored result is looked at without its checkpoints.
 */
export function isOfAnotherPair(record: ConceptsRecord, pair: OpenPair): boolean {
  if (!pair.base && !pair.tuned) return false
  return (['base', 'tuned'] as const).some((role) => {
    const side = record.sides.find((candidate) => candidate.role === role)
    const opened = pair[role]
    if (!side || !opened) return Boolean(side) !== Boolean(opened)
    return !isSame(side, opened)
  })
}

function isSame({ name, nLayers, dModel, dFfn }: ConceptsSide, opened: OpenedCheckpoint): boolean {
  const { label, summary } = opened
  return (
    (name === summary.name || name === label) &&
    nLayers === summary.nLayers &&
    dModel === summary.dModel &&
    dFfn === summary.dFfn
  )
}
