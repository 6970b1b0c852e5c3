/** The maps of a case as files: what is drawn, with what it was made from. */
import type { SalienceSettings } from '../../../preload/analysis/salience-settings.ts'
import type { StudyMode, StudyRecord } from '../../../preload/analysis/studies/record.ts'
import { displayText } from '../../../preload/token-display.ts'
import { modelColor, type DivergingName } from '../../color/palettes.ts'
import type { MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { Picture } from '../../pictures/picture-svg.ts'
import { fileName } from '../../state/save-file.ts'
import { mapScale } from '../attribution/map-scales.ts'
import { sidePicture } from '../attribution/matrix-pictures.ts'
import { mapsCsv } from '../attribution/view-numbers.ts'
import {
  excerpt,
  mapPanel,
  originLines,
  scoreChange,
  sideHeading,
  strokeNote
} from '../attribution/view-picture.ts'
import type { CaseMap } from './case-maps.ts'
import type { missingSides } from './missing-sides.ts'
import { modeLine, modeNames } from './study-words.ts'

/** A case on screen. */
export interface ShownCase {
  readonly record: StudyRecord
  readonly mode: StudyMode
  /** Index into the record's cases. */
  readonly index: number
  readonly maps: readonly CaseMap[]
  readonly missing: ReturnType<typeof missingSides>
  readonly salience: SalienceSettings
}

export const caseLegendNote = 'levels of the largest entry in each column'

export function casePicture(
  { record, mode, index, maps, missing, salience }: ShownCase,
  palette: DivergingName,
  cellImage: (matrix: MatrixPicture) => string
): Picture {
  const { levels, threshold, norm } = salience
  const { caseId, group, prompt } = record.cases[index]!
  const scale = mapScale('salient', [], levels, 'S', palette, 'light')
  // Studies compute no other importance than the gradient's; of a recorded map it is not known.
  const what =
    record.source === 'recorded'
      ? 'Importance as it was recorded elsewhere'
      : 'Importance of the probability by gradient'
  return {
    title: 'Salient maps: prompt tokens (rows) for response tokens (columns)',
    subtitle: [
      `Case ${displayText(caseId)}${group === '' ? '' : `, ${displayText(group)}`}; data set ${displayText(record.dataset.name)} (${record.dataset.sha256.slice(0, 12)}).`,
      `Prompt: ${excerpt(prompt)}`,
      `${modeNames[mode]}: ${modeLine(mode, record.settings)}.`,
      ...missing.map(({ role, problem }) => `No map of the ${role} model: ${displayText(problem)}`),
      ...(record.isPartial ? ['Partial: not every case of the study was done.'] : [])
    ],
    panels: maps.map((map) => {
      const { role } = map.side
      const { name } = record.sides.find((side) => side.role === role)!
      return mapPanel(
        sideHeading({ role, name }, map.score),
        modelColor[role],
        [],
        sidePicture(map, scale),
        cellImage
      )
    }),
    scale,
    legendNote: caseLegendNote,
    parameters: [
      `${what}; L = ${levels}, b = ${threshold}, p = ${norm}${scoreChange(maps)}. ${strokeNote}`,
      ...originLines(record)
    ]
  }
}

/** A table a model, without ids: a study keeps tokens as text. */
export function caseCsv({ maps }: Pick<ShownCase, 'maps'>): string {
  return mapsCsv(
    maps.map(({ side, axes, values, density }) => ({
      name: side.role,
      axes,
      ids: null,
      values,
      density
    }))
  )
}

export function caseFileName({ record, mode, index }: ShownCase): string {
  return fileName('study', record.cases[index]!.caseId, mode)
}
