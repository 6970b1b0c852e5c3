/** Counts of labels in layers, and shares of them over runs. */
import { tasks } from './labels.ts'
import type { CurrentLabels, LabelRun } from './current-labels.ts'
import { missingCode, shareCategories } from './label-codes.ts'
import type { ConceptsRole } from './record.ts'
import { mean, populationSd } from '../../statistics/moments.ts'

/** One run's labels of some layers of one model. */
export interface RunCounts {
  /** Concepts with a label. */
  readonly n: number
  /** Concepts without one; they are in no share. */
  readonly nMissing: number
  /** Of n, labelled by a person. */
  readonly nManual: number
  /** [10], concepts of each of `shareCategories` */
  readonly counts: Uint32Array
}

/** Share of one category in some layers of one model. */
export interface Share {
  /** Of each run: concepts that have it, concepts with a label. */
  readonly runs: readonly { readonly count: number; readonly n: number }[]
  /** Labels counted, all runs together; one run's is its number of concepts. */
  readonly n: number
  /** Mean over the runs that labelled something here; null where none did. 0 to 1. */
  readonly share: number | null
  /** Population standard deviation over those runs, as in the paper's tables; null below two. */
  readonly sd: number | null
}

/** Counts one run's labels of the layers of one model. */
export function countLabels(
  run: LabelRun,
  role: ConceptsRole,
  isIn: (layer: number) => boolean
): RunCounts {
  const counts = new Uint32Array(shareCategories.length)
  let [n, nMissing, nManual] = [0, 0, 0]
  for (const labels of run.layers) {
    if (labels.role !== role || !isIn(labels.layer)) continue
    const { taskCodes, levelCodes } = labels
    for (let i = 0; i < taskCodes.length; i++) {
      const code = taskCodes[i]!
      if (code === missingCode) continue
      for (let task = 0; task < tasks.length; task++) counts[task]! += (code >> task) & 1
      if (code === 0) counts[tasks.length]!++
      counts[tasks.length + 1 + levelCodes[i]!]!++
    }
    n += taskCodes.length - labels.nMissing
    nMissing += labels.nMissing
    nManual += labels.nManual
  }
  return { n, nMissing, nManual, counts }
}

/** The same of every run. */
export function countRuns(
  labels: CurrentLabels,
  role: ConceptsRole,
  isIn: (layer: number) => boolean
): RunCounts[] {
  return labels.runs.map((run) => countLabels(run, role, isIn))
}

/**
 * One category's share over runs.
 *
 * @param category  index into `shareCategories`
 */
export function shareOf(counted: readonly RunCounts[], category: number): Share {
  const runs = counted.map(({ n, counts }) => ({ count: counts[category]!, n }))
  const shares = runShares(runs)
  return {
    runs,
    n: runs.reduce((sum, { n }) => sum + n, 0),
    share: shares.length === 0 ? null : mean(shares),
    sd: shares.length < 2 ? null : populationSd(shares)
  }
}

/** Shares of the runs that labelled something. */
export function runShares(runs: Share['runs']): number[] {
  return runs.filter(({ n }) => n > 0).map(({ count, n }) => count / n)
}
