import { median } from 'simple-statistics'
import type { StudyRecord } from './record.ts'
import { runSide } from './run-side.ts'

/**
 * A response this much below the longest counts as cut by the limit: read again from its text it may be a
 * token or two shorter (the paper's runs stop at 300 and most of LLaMA-7B's have 298 to 300).
 */
const limitSlack = 2
/** Medians or shares nearer than this are no reason to warn. */
const differingMedians = 0.1
const differingShares = 0.1

/** Own responses of base and tuned that differ in length: scores then differ for that reason too. */
export interface LengthWarning {
  /** Cases answered by both. */
  readonly nCases: number
  readonly medianBase: number
  readonly medianTuned: number
  /** Tokens from which a response counts as cut by the limit. */
  readonly nearLimit: number
  /** Shares of the responses with as many tokens or more, 0 to 1. */
  readonly shareBase: number
  readonly shareTuned: number
  /** The warning, two plain sentences. */
  readonly text: string
}

/**
 * Warns where medians differ by more than a tenth, or the shares of responses at the limit by more than 10
 * points. Density counts response tokens, so a longer response can change a score by its length alone.
 *
 * @returns  null where lengths agree, or where there are no own responses of both models
 */
export function lengthWarning(record: Pick<StudyRecord, 'runs'>): LengthWarning | null {
  const base = runSide(record, 'own', 'base')
  const tuned = runSide(record, 'own', 'tuned')
  if (base === undefined || tuned === undefined) return null
  const both = Array.from(base.state.keys()).filter(
    (index) => base.state[index] === 1 && tuned.state[index] === 1
  )
  if (both.length === 0) return null
  const [ofBase, ofTuned] = [base, tuned].map((side) => both.map((index) => side.nResponse[index]!))
  const facts = lengthFacts(ofBase!, ofTuned!)
  return isWorthSaying(facts) ? { ...facts, text: wordsOf(facts) } : null
}

type Facts = Omit<LengthWarning, 'text'>

function lengthFacts(base: readonly number[], tuned: readonly number[]): Facts {
  const nearLimit = Math.max(1, Math.max(...base, ...tuned) - limitSlack)
  const shareOf = (lengths: readonly number[]): number =>
    lengths.filter((length) => length >= nearLimit).length / lengths.length
  return {
    nCases: base.length,
    medianBase: median([...base]),
    medianTuned: median([...tuned]),
    nearLimit,
    shareBase: shareOf(base),
    shareTuned: shareOf(tuned)
  }
}

function isWorthSaying({ medianBase, medianTuned, shareBase, shareTuned }: Facts): boolean {
  const larger = Math.max(medianBase, medianTuned)
  return (
    Math.abs(medianBase - medianTuned) > differingMedians * larger ||
    Math.abs(shareBase - shareTuned) > differingShares
  )
}

function wordsOf({ medianBase, medianTuned, nearLimit, shareBase, shareTuned }: Facts): string {
  return (
    `Own responses differ in length: the median has ${medianBase} tokens in the base model and ` +
    `${medianTuned} in the tuned one, and ${percent(shareBase)} of the base's and ${percent(shareTuned)} ` +
    `of the tuned model's have ${nearLimit} or more. Scores can differ by length alone; see whether a ` +
    `result holds length-matched, or on the same response.`
  )
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
