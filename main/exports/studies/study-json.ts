import type {
  Comparison,
  Sample,
  TestOutcome
} from '../../../preload/analysis/studies/comparison.ts'
import type { ScoreRoc } from '../../../preload/analysis/studies/score-roc.ts'
import type { Sensitivity } from '../../../preload/analysis/studies/sensitivity.ts'
import { listParts, membersText } from '../json-parts.ts'
import type { Exportable } from '../json-text.ts'
import { studyColumns } from './study-columns.ts'
import { studyFailures } from './study-failures.ts'
import { studyProvenance } from './study-provenance.ts'
import { studyRows, type StudyExport, type StudyRow } from './study-rows.ts'
import { studyTables, type ModeTables, type RoleTables } from './study-tables.ts'

/** Raised when a member changes its meaning or goes away; a new member does not raise it. */
const studySchemaVersion = 1

/**
 * A study as a JSON file: where it comes from, all its tables at one L, b and p, and a row a case, mode and
 * model. The shape is that of study.schema.json beside this file.
 */
export function* studyJsonParts(study: StudyExport): Generator<string> {
  const { record } = study
  const { modes, ablation, lengthWarning } = studyTables(study)
  yield '{\n'
  yield membersText(
    {
      schema: 'shiftlens/study',
      schemaVersion: studySchemaVersion,
      ...studyProvenance(study),
      failures: studyFailures(record),
      lengthWarning: lengthWarning && { ...lengthWarning },
      tables: modes.map(modeJson),
      ablation: ablation && {
        method: record.ablation?.method,
        seed: record.ablation?.seed,
        lines: ablation.lines.map((line) => ({
          ...line,
          total: comparisonJson(line.total),
          perToken: comparisonJson(line.perToken)
        })),
        layers: ablation.layers.map((layer) => ({
          ...layer,
          comparison: comparisonJson(layer.comparison)
        }))
      }
    },
    ''
  )
  yield* listParts(',\n  "rows": ', '  ', studyRows(study).map(rowJson))
  yield '\n}\n'
}

function modeJson({ mode, verdict, models, sensitivity, roles }: ModeTables): Exportable {
  return {
    mode,
    verdict: verdict && {
      change: verdict.change,
      nLeftOut: verdict.nLeftOut,
      text: verdict.text
    },
    models: models && models.map(comparisonJson),
    sensitivity: sensitivity && sensitivity.map(sensitivityJson),
    roles: roles.map(roleJson)
  }
}

function roleJson({ role, density, followed, roc }: RoleTables): Exportable {
  return {
    role,
    density: density.map(({ group, classes, comparison }) => ({
      group,
      context: sampleJson(classes.context),
      instruction: sampleJson(classes.instruction),
      special: sampleJson(classes.special),
      comparison: comparisonJson(comparison)
    })),
    followed: followed && followed.map(comparisonJson),
    roc: roc && roc.map(rocJson)
  }
}

function comparisonJson(comparison: Comparison): Exportable {
  const { group, first, second, welch, paired, permutation } = comparison
  const { cohensD, hedgesG, interval, holm } = comparison
  return {
    group,
    first: sampleJson(first),
    second: sampleJson(second),
    welch: outcomeJson(welch),
    paired: paired && outcomeJson(paired),
    permutation: outcomeJson(permutation),
    ...{ cohensD, hedgesG, interval, holm }
  }
}

/** Which cases they are follows from the rows. */
function sampleJson({ n, mean, sd }: Sample): Exportable {
  return { n, mean, sd }
}

function outcomeJson(outcome: TestOutcome): Exportable {
  return { ...outcome }
}

function rocJson({ points, ...roc }: ScoreRoc): Exportable {
  return {
    ...roc,
    points: points.map(({ threshold, falsePositiveRate, truePositiveRate }) => ({
      // JSON has no infinity: at the first point no case is called followed.
      threshold: Number.isFinite(threshold) ? threshold : null,
      ...{ falsePositiveRate, truePositiveRate }
    }))
  }
}

function sensitivityJson({ cells, ...counts }: Sensitivity): Exportable {
  return {
    ...counts,
    cells: cells.map(({ salience, welch, ...cell }) => ({
      ...{ L: salience.levels, b: salience.threshold, p: salience.norm },
      ...cell,
      welch: outcomeJson(welch)
    }))
  }
}

function rowJson(row: StudyRow): Exportable {
  return Object.fromEntries(studyColumns.map(({ name, value }) => [name, value(row)]))
}
