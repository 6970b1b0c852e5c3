import type { ShareCategory } from '../../../preload/analysis/concepts/label-codes.ts'

export function isSame(a: ShareCategory, b: ShareCategory): boolean {
  return a.kind === b.kind && a.name === b.name
}

/** Names a category in a list of choices. */
export function categoryKey({ kind, name }: ShareCategory): string {
  return `${kind} ${name}`
}
