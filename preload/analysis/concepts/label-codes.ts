/** Labels as one byte each, and the categories whose shares are reported. */
import { levels, tasks } from './labels.ts'
import type { Level, Task } from './labels.ts'

/** A concept without a label: neither a set of tasks nor a level. */
export const missingCode = 255

/** Bit i is set for `tasks[i]`. */
export function taskCode(given: readonly Task[]): number {
  return given.reduce((code, task) => code | (1 << tasks.indexOf(task)), 0)
}

/** Index into `levels`. */
export function levelCode(level: Level): number {
  return levels.indexOf(level)
}

export type LabelKind = 'task' | 'level'

/** `none`: a concept that serves none of the tasks. Tasks may overlap; levels are exclusive. */
export type ShareCategory =
  | { readonly kind: 'task'; readonly name: Task | 'none' }
  | { readonly kind: 'level'; readonly name: Level }

/** In the order of counts: each task, none, each level. */
export const shareCategories: readonly ShareCategory[] = [
  ...[...tasks, 'none' as const].map((name) => ({ kind: 'task' as const, name })),
  ...levels.map((name) => ({ kind: 'level' as const, name }))
]
