import { labelOf } from '../grants.ts'
import type { Grants } from '../grants.ts'
import type { OpenedCheckpoint } from '../../preload/data.ts'
import type { Recents } from '../shell/recents.ts'
import { resolveFolder } from '../shell/launch-arguments.ts'
import type { ServicePort } from './service-port.ts'

/** Where dialog, drop, argument, recents and sample all lead: one validated way to open a folder. */
export type OpenFolder = (
  path: unknown,
  options?: { readonly from?: unknown; readonly isRemembered?: boolean }
) => Promise<OpenedCheckpoint>

/** @throws AppError of `resolveFolder`, or the service's when the folder holds no sound checkpoint */
export function folderOpener(service: ServicePort, grants: Grants, recents: Recents): OpenFolder {
  return async (path, { from, isRemembered = true } = {}) => {
    const folder = resolveFolder(path, from)
    const summary = await service.call('checkpoint/describe', { folder })
    const handle = grants.grant(folder)
    if (isRemembered) await recents.add(folder)
    return { handle, label: labelOf(folder), summary }
  }
}
