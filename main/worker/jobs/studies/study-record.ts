/** The record of a study from the units that are done, for a partial view and for the end alike. */
import type { StudyRecord, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import type { StudyRequest } from '../../../service/contract.ts'
import type { DoneUnits } from '../../job.ts'
import { runSideOf } from './study-run-side.ts'
import { secondsOf } from '../unit-seconds.ts'
import { ablationOf } from './study-ablation.ts'
import { studyNotes } from './study-notes.ts'
import { failuresOf, sideCases, type Outlines } from './study-outlines.ts'
import { caseOutline, datasetOf, startOf, studyFingerprintOf, studyUnitIds } from './study-units.ts'

/** @param roles base first. @returns null until a case is done */
export function studyRecordOf(
  { settings: { mapping: _mapping, ...settings } }: StudyRequest,
  roles: readonly StudyRole[],
  done: DoneUnits
): StudyRecord | null {
  if (!done.has(studyUnitIds.dataset)) return null
  const { cases, summary } = datasetOf(done)
  const outlines: Outlines = new Map(
    roles.map((role) => [role, cases.map((_, index) => caseOutline(done, role, index))])
  )
  const all = [...outlines.values()].flat()
  const made = all.filter((outline) => outline !== null)
  if (made.length === 0) return null
  const start = startOf(done)
  const ablation = ablationOf(done, roles, cases.length, settings)
  const nAblated = roles.flatMap((role) =>
    cases.filter((_, index) => done.has(studyUnitIds.ablation(role, index)))
  ).length
  return {
    source: 'computed',
    dataset: summary,
    cases,
    sides: roles.map((role) => {
      const { name, sha256, configHash } = studyFingerprintOf(done, role)
      return { role, name, fingerprint: sha256, configHash }
    }),
    runs: settings.modes.map((mode) => ({
      mode,
      sides: roles.map((role) => runSideOf(role, sideCases(mode, role, cases, outlines)))
    })),
    ablation,
    settings: { ...settings, nThreads: start.nThreads },
    failures: failuresOf(outlines),
    parts: [...outlines].flatMap(([role, side]) =>
      side.flatMap((outline, index) =>
        outline?.failure === null ? [studyUnitIds.case(role, index)] : []
      )
    ),
    operations: made.reduce((sum, { operations }) => sum + operations, 0),
    seconds: secondsOf(done),
    versions: start.versions,
    device: start.device,
    createdAt: new Date().toISOString(),
    isPartial: made.length < all.length || (ablation !== null && nAblated < all.length),
    notes: studyNotes(outlines, ablation, done)
  }
}
