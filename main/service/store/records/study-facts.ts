import { caseScores } from '../../../../preload/analysis/studies/case-scores.ts'
import type { StudyRecord, StudyRole } from '../../../../preload/analysis/studies/record.ts'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { sideNames, type ListScores } from './list-scores.ts'

/** Enough to find a study by what it asks; all prompts of a large one would be most of the index. */
export const searchedCharacters = 200_000

/** Mean instruction scores under the study's first mode, at the method's own L, b and p. */
export function studyScores(record: StudyRecord): ListScores {
  const mode = record.runs[0]?.mode
  const score = (role: StudyRole) =>
    mode === undefined ? null : meanOf(caseScores(record, mode, role, defaultSalience))
  return { ...sideNames(record.sides), baseScore: score('base'), tunedScore: score('tuned') }
}

/** The data set's name and its first prompts. */
export function studySearchText({ dataset, cases }: StudyRecord): string {
  let text = dataset.name
  for (const { prompt } of cases) {
    if (text.length >= searchedCharacters) break
    text += `\n${prompt}`
  }
  return text.slice(0, searchedCharacters)
}

/** Of those that are numbers; null where none is. */
function meanOf(scores: Float64Array): number | null {
  const known = scores.filter((score) => !Number.isNaN(score))
  return known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length
}
