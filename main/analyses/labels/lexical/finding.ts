/** One thing that the words of a concept share. */
import type { Level, Task } from '../../../../preload/analysis/concepts/labels.ts'

export interface Finding {
  /** In a few words, for the description. */
  readonly name: string
  /** The linguistic level that it speaks for; null when it only speaks for tasks. */
  readonly level: Level | null
  readonly tasks: readonly Task[]
  /** Words that show it, strongest first. */
  readonly members: readonly string[]
  /** Share of all words that show it, 0 to 1. */
  readonly share: number
  /** Share of random words that would, 0 to 1; null where there is no such thing as a random word of it. */
  readonly chance: number | null
  /** Of how many of its kind it was chosen: topics, endings, parts of speech. One unless told. */
  readonly nTried?: number
}

const nShown = 6

/** A line of evidence: what, how many, by chance how many, which. */
export function evidenceLine({ name, members, share, chance }: Finding): string {
  const percent = (value: number) => `${Math.round(100 * value)} %`
  const random = chance === null ? '' : `, ${percent(chance)} by chance`
  const more = members.length > nShown ? ', …' : ''
  return `${name}: ${percent(share)} of the words${random} (${members.slice(0, nShown).join(', ')}${more})`
}
