/** Pictures of studies as they leave the program: they tell by themselves what is seen and how it was made. */
import type { SalienceSettings } from '../../../../../preload/analysis/salience-settings.ts'
import type { StudyMode, StudyRecord } from '../../../../../preload/analysis/studies/record.ts'
import { groupedWords } from '../../../../components/words/size-words.ts'
import { visibleLine } from '../../../../components/words/visible-text.ts'
import type { ChartPanel, ChartsPicture } from '../../../../pictures/charts-picture.ts'
import { countWords, modeLine } from '../../study-words.ts'
import { salienceWords } from '../tables/stat-words.ts'

export interface PictureOf {
  readonly record: StudyRecord
  readonly mode: StudyMode
  /** Null where the picture does not depend on it. */
  readonly salience: SalienceSettings | null
}

export function studyPicture(
  { record, mode, salience }: PictureOf,
  title: string,
  findings: readonly string[],
  panels: readonly ChartPanel[]
): ChartsPicture {
  return {
    title,
    subtitle: [
      `${record.sides.map(({ name }) => visibleLine(name)).join(' → ')}; ${modeLine(mode, record.settings)}.`,
      ...findings,
      ...(record.isPartial ? ['Partial: the run was still going on.'] : [])
    ],
    panels,
    parameters: parameterWords(record, salience)
  }
}

function parameterWords(record: StudyRecord, salience: SalienceSettings | null): readonly string[] {
  const { dataset, cases, sides, versions, device, createdAt } = record
  const bad = dataset.badRows.length
  return [
    `${countWords(cases.length, 'case')} of ${visibleLine(dataset.name)} (SHA-256 ${dataset.sha256.slice(0, 12)})` +
      `${bad > 0 ? `, ${groupedWords(bad)} bad rows left out` : ''}` +
      `${salience ? `; ${salienceWords(salience)}` : ''}.`,
    `${sides
      .map(
        ({ role, name, fingerprint }) =>
          `${role}: ${visibleLine(name)} (${fingerprint.slice(0, 12)})`
      )
      .join('; ')}.`,
    `${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}; ${device}; ${createdAt}.`
  ]
}
