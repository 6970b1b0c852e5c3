import type { Exportable } from '../json-text.ts'
import type { StudyExport } from './study-rows.ts'

/** Everything needed to say where a study's numbers come from. */
export function studyProvenance({ title, record, salience }: StudyExport): {
  readonly [name: string]: Exportable
} {
  const { dataset, settings } = record
  const { levels: L, threshold: b, norm: p } = salience
  return {
    partial: record.isPartial,
    title,
    source: record.source,
    dataset: {
      name: dataset.name,
      sha256: dataset.sha256,
      format: dataset.format,
      nRows: dataset.nRows,
      nNotTaken: dataset.nNotTaken,
      mapping: dataset.mapping && { ...dataset.mapping },
      badRows: dataset.badRows.map(({ line, problem }) => ({ line, problem }))
    },
    models: record.sides.map(({ role, name, fingerprint }) => ({ role, name, fingerprint })),
    modes: record.runs.map(({ mode }) => mode),
    salience: { L, b, p },
    settings: settings && {
      ...settings,
      ablation: settings.ablation && { ...settings.ablation }
    },
    operations: record.operations,
    seconds: record.seconds,
    versions: { ...record.versions },
    device: record.device,
    createdAt: record.createdAt,
    notes: record.notes
  }
}
