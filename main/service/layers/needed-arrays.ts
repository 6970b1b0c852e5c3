import type { JobSpec } from '../../worker/contract.ts'

/**
 * Arrays of a unit that is kept as a part of the result. Neither the record nor a later unit is made of them;
 * they are the most of it, and would cross processes and stay in memory for nothing.
 */
const partsOnly: Readonly<Partial<Record<JobSpec['kind'], RegExp>>> = {
  concepts: /^sides\/\d\/directions$/,
  heads:
    /^sides\/\d\/heads\/\d+\/(dimensions|queryWords|keyWords|pairStarts|pairQuery|pairKey|pairSimilarity)$/,
  attention: /^sides\/\d\/weights$/,
  study: /^maps\/\d\/side\/(importance|probability|leaveOneOut)$/
}

/** Whether a job needs an array of a unit that is done, by the array's name. */
export function neededArrays(kind: JobSpec['kind']): (name: string) => boolean {
  const left = partsOnly[kind]
  return left === undefined ? () => true : (name) => !left.test(name)
}
