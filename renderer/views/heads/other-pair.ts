import type { OpenedCheckpoint, Role } from '../../../preload/data.ts'

type OpenPair = Readonly<Record<Role, OpenedCheckpoint | null>>

interface ShownSide {
  readonly role: Role
  readonly name: string
  /** Left out where a record does not tell. */
  readonly nLayers?: number
  readonly nHeads?: number
}

/**
 * Whether the open pair is another than the one that a result is of, as far as names and shapes tell. An
 * empty pair is no other: a stored result is looked at without its checkpoints.
 */
export function isOfOtherPair(sides: readonly ShownSide[], pair: OpenPair): boolean {
  if (!pair.base && !pair.tuned) return false
  return (['base', 'tuned'] as const).some((role) => {
    const side = sides.find((candidate) => candidate.role === role)
    const opened = pair[role]
    if (!side || !opened) return Boolean(side) !== Boolean(opened)
    const { label, summary } = opened
    return !(
      (side.name === summary.name || side.name === label) &&
      (side.nLayers ?? summary.nLayers) === summary.nLayers &&
      (side.nHeads ?? summary.nHeads) === summary.nHeads
    )
  })
}
