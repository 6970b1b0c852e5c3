import type { StudyMode, StudyRecord, StudyRole, StudyRunSide } from './record.ts'

/** One model under one mode; undefined where the study has none. */
export function runSide(
  record: Pick<StudyRecord, 'runs'>,
  mode: StudyMode,
  role: StudyRole
): StudyRunSide | undefined {
  return record.runs.find((run) => run.mode === mode)?.sides.find((side) => side.role === role)
}

/** Rows of a side by case: `visit` gets the first row of each case that is done. */
export function forEachDone(
  side: Pick<StudyRunSide, 'state' | 'nPrompt'>,
  visit: (index: number, from: number, rows: number) => void
): void {
  let from = 0
  side.state.forEach((state, index) => {
    const rows = side.nPrompt[index]!
    if (state === 1) visit(index, from, rows)
    from += rows
  })
}
