import type { Role } from '../../../preload/data.ts'

/** The roles that a request names something for, a folder or a file: base first. */
export function rolesOf(request: Readonly<Record<Role, string | null>>): Role[] {
  return (['base', 'tuned'] as const).filter((role) => request[role] !== null)
}
