import type {
  Ablated,
  FollowedTables,
  StudyTables,
  Sweep
} from '../views/studies/results/result-steps.ts'
import type { Shell } from './shell.svelte.ts'
import { SteppedWork } from './study-results-work.svelte.ts'

/** What the result pages of a study have worked out. */
export class StudyResults {
  readonly tables = new SteppedWork<StudyTables>()
  readonly followed = new SteppedWork<FollowedTables>()
  readonly sweep = new SteppedWork<Sweep>()
  readonly ablation = new SteppedWork<Ablated>()
}

const ofShell = new WeakMap<Shell, StudyResults>()

/** One for each window: it outlives the pages, so that going back and forth works nothing out again. */
export function studyResultsOf(shell: Shell): StudyResults {
  const results = ofShell.get(shell) ?? new StudyResults()
  ofShell.set(shell, results)
  return results
}
