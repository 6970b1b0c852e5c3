/** Numbers and names of a report: short, with a true minus, so that columns line up. */
import type { TestOutcome } from '../../../../preload/analysis/studies/comparison.ts'
import { chanceWords } from '../../../../preload/analysis/studies/p-value.ts'
import type { StudyMode, StudyRole } from '../../../../preload/analysis/studies/record.ts'

export const roleNames: Readonly<Record<StudyRole, string>> = { base: 'Base', tuned: 'Tuned' }

export const modeNames: Readonly<Record<StudyMode, string>> = {
  own: 'Own responses',
  same: 'Same response',
  'length-matched': 'Length-matched'
}

/** `−0.503`; a dash for no number. */
export function fixed(value: number | null, digits = 3): string {
  if (value === null) return '–'
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** With its sign always there: `+0.130`. */
export function signed(value: number, digits = 3): string {
  const text = fixed(value, digits)
  return value > 0 && Number(text) !== 0 ? `+${text}` : text
}

export function outcomeWords(outcome: TestOutcome | null): string {
  if (outcome === null) return '–'
  return outcome.kind === 'tested' ? chanceWords(outcome.p) : outcome.reason
}

/** `[−0.51, −0.16]` */
export function intervalWords(interval: readonly [number, number] | null): string {
  return interval === null ? '' : `[${fixed(interval[0], 2)}, ${fixed(interval[1], 2)}]`
}

/** Null stands for all groups together; a data set may leave some cases without one. */
export function groupWords(group: string | null): string {
  if (group === null) return 'All cases'
  return group === '' ? 'without a group' : group
}

/** `1 case`, `1,104 cases`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : `${noun}s`}`
}

export function grouped(count: number): string {
  return count.toLocaleString('en')
}

/** `3 min 20 s` */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  if (hours > 0) return `${hours} h ${minutes} min`
  if (minutes > 0) return `${minutes} min ${whole % 60} s`
  return whole > 0 ? `${whole} s` : `${fixed(seconds, 1)} s`
}
