import type { CheckpointSummary, OpenedCheckpoint, Role } from '../../preload/data.ts'

type OpenPair = Readonly<Record<Role, OpenedCheckpoint | null>>

const shapes = ['nLayers', 'nHeads', 'dModel', 'dFfn'] as const

/** What a result says of a model; which of the shapes depends on the analysis. */
type ShownSide = { readonly role: Role; readonly name: string } & Partial<
  Pick<CheckpointSummary, (typeof shapes)[number]>
>

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
    return !isSame(side, opened)
  })
}

function isSame(side: ShownSide, { label, summary }: OpenedCheckpoint): boolean {
  return (
    (side.name === summary.name || side.name === label) &&
    shapes.every((shape) => side[shape] === undefined || side[shape] === summary[shape])
  )
}
