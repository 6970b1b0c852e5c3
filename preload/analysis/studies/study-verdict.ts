import type { SalienceSettings } from '../salience-settings.ts'
import { compareAllCases } from './compare-models.ts'
import type { Comparison, TestOutcome } from './comparison.ts'
import { alpha } from './p-value.ts'
import { fewestMatchedTokens } from './record.ts'
import type { SameResponse, StudyMode, StudyRecord } from './record.ts'
import { runSide } from './run-side.ts'

/** `unclear`: the tests do not tell, or do not agree. `untested`: too few cases. */
export type ScoreChange = 'rise' | 'fall' | 'unclear' | 'untested'

/** Whether instruction scores rise after tuning, under one mode: one sentence for every place that says it. */
export interface StudyVerdict {
  readonly mode: StudyMode
  readonly change: ScoreChange
  /** All groups together. */
  readonly comparison: Comparison
  /** Pairs under 5 tokens that length matching left out; 0 under other modes. */
  readonly nLeftOut: number
  /** One or two plain sentences. */
  readonly text: string
}

/** One a mode of the record; empty for a study of one model. */
export function studyVerdict(
  record: Pick<StudyRecord, 'cases' | 'runs' | 'sides' | 'settings'>,
  salience: SalienceSettings
): readonly StudyVerdict[] {
  if (record.sides.length < 2) return []
  return record.runs.map(({ mode }) => {
    const comparison = compareAllCases(record, mode, salience)
    const change = changeOf(comparison)
    const nLeftOut = mode === 'length-matched' ? countLeftOut(record) : 0
    const which = modeWords(mode, record.settings?.sameResponse ?? null)
    const text = [`${which}: ${sentence(change, comparison)}.`, leftOutWords(nLeftOut)].join('')
    return { mode, change, comparison, nLeftOut, text }
  })
}

/**
 * Rises for a p below `alpha`, falls for one above 1 − `alpha`: the tests are one-sided. Welch's test, the
 * paper's, and the paired one, which is sharper, must agree; where neither has a spread to
 * measure by, flipped signs decide.
 */
function changeOf({ first, second, welch, paired, permutation }: Comparison): ScoreChange {
  const pOf = (outcome: TestOutcome | null): number[] =>
    outcome?.kind === 'tested' ? [outcome.p] : []
  const usual = [...pOf(welch), ...pOf(paired)]
  const all = usual.length > 0 ? usual : pOf(permutation)
  if (all.length === 0) return 'untested'
  if (all.every((p) => p < alpha)) return 'rise'
  // Identical scores have p = 1 too, and do not fall.
  const isLower = second.mean! < first.mean!
  if (isLower && all.every((p) => p > 1 - alpha)) return 'fall'
  return 'unclear'
}

function sentence(change: ScoreChange, { first, second, welch, paired }: Comparison): string {
  const counts = `${first.n} and ${second.n} cases`
  const means = `from ${number(first.mean)} to ${number(second.mean)} on average`
  const tests = `one-sided ${testWords('Welch', welch)} over ${counts}; ${testWords('paired', paired)}`
  switch (change) {
    case 'rise':
      return `instruction scores rise after tuning, ${means} (${tests})`
    case 'fall':
      return `instruction scores fall after tuning, ${means} (${tests})`
    case 'unclear':
      return `whether instruction scores rise after tuning is unclear, ${means} (${tests})`
    case 'untested':
      return `whether instruction scores rise after tuning cannot be told, n too small (${counts})`
  }
}

function modeWords(mode: StudyMode, sameResponse: SameResponse | null): string {
  switch (mode) {
    case 'own':
      return 'Each on its own response'
    case 'same':
      return sameResponse === null || sameResponse === 'reference'
        ? 'Both on the reference'
        : `Both on the ${sameResponse} model's response`
    case 'length-matched':
      return 'Own responses cut to equal length'
  }
}

function testWords(name: string, outcome: TestOutcome | null): string {
  if (outcome === null) return `${name} test: none`
  return outcome.kind === 'tested'
    ? `${name} p = ${chance(outcome.p)}`
    : `${name} test: ${outcome.reason}`
}

function leftOutWords(nLeftOut: number): string {
  if (nLeftOut === 0) return ''
  const pairs = nLeftOut === 1 ? '1 pair was' : `${nLeftOut} pairs were`
  return ` ${pairs} left out: a response has fewer than ${fewestMatchedTokens} tokens.`
}

/** Pairs whose shorter own response is too short: by the own runs, or by the cut ones where only those are kept. */
function countLeftOut(record: Pick<StudyRecord, 'runs'>): number {
  const mode = record.runs.some((run) => run.mode === 'own') ? 'own' : 'length-matched'
  const [base, tuned] = [runSide(record, mode, 'base'), runSide(record, mode, 'tuned')]
  if (base === undefined || tuned === undefined) return 0
  return base.state.filter(
    (state, index) =>
      state === 1 &&
      tuned.state[index] === 1 &&
      Math.min(base.nResponse[index]!, tuned.nResponse[index]!) < fewestMatchedTokens
  ).length
}

function number(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

function chance(p: number): string {
  return p >= 0.001 ? p.toFixed(3) : p.toExponential(1).replace('e-', 'e−')
}
