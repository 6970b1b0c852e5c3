import type { Request } from '../../preload/contract.ts'
import type { OpenedCheckpoint, OpenedDataset, Role, StudyRecord } from '../../preload/data.ts'

type OpenPair = Readonly<Record<Role, OpenedCheckpoint | null>>

/**
 * A run of a stored study's failed cases: the same settings, so that its sound cases are taken over. Models
 * and data must be open again: where they lie is no part of a result.
 *
 * @returns  null where nothing failed; what is missing in plain words, or the request
 */
export function rerunRequest(
  record: StudyRecord,
  resultId: string,
  picked: OpenedDataset | null,
  pair: OpenPair
): { readonly missing: string } | { readonly request: Request<'study/start'> } | null {
  const { settings, dataset, sides, failures } = record
  if (settings === null || dataset.mapping === null) return null
  if (failures.length === 0 && !record.isPartial) return null
  for (const { role, name } of sides) {
    if (!pair[role]) return { missing: `Open ${name} as the ${role} model to run them again.` }
  }
  if (picked?.preview.sha256 !== dataset.sha256) {
    return { missing: `Open the data set ${dataset.name} to run them again.` }
  }
  const handleOf = (role: Role) =>
    sides.some((side) => side.role === role) ? (pair[role]?.handle ?? null) : null
  return {
    request: {
      base: handleOf('base'),
      tuned: handleOf('tuned'),
      data: picked.handle,
      settings: {
        ...settings,
        modes: [...settings.modes],
        mapping: dataset.mapping,
        previous: resultId
      }
    }
  }
}
