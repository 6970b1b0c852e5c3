import type { StoredLabel } from '../../../../preload/analysis/concepts/labels.ts'
import { addTallies, annotateConcept, emptyTally } from './annotate-concept.ts'
import type { AnnotationTools, Tally } from './annotate-concept.ts'
import type { AnnotationUnit } from './annotation-units.ts'
import type { Clock } from './clock.ts'
import type { QuestionSettings } from './questions.ts'

export interface AnnotationUnitTools extends AnnotationTools {
  readonly clock: Pick<Clock, 'nowMs'>
  /** The leading words of a concept of the unit's layer and model, strongest first. */
  readonly wordsOf: (direction: number) => readonly string[]
  /** Share of the unit that is done, 0–1. */
  readonly report: (fraction: number) => void
}

export interface UnitAnnotation {
  /** One for each concept that was answered as asked. */
  readonly labels: readonly StoredLabel[]
  /** Each names its concept. */
  readonly problems: readonly string[]
  readonly tally: Tally
}

/**
 * Labels the concepts of one unit, one after the other.
 *
 * @throws AppError of the endpoint where going on makes no sense, `job/cancelled` on the signal; what
 *   was answered until then is among the remembered answers
 */
export async function runAnnotationUnit(
  { layer, role, seed, firstDirection, nDirections }: AnnotationUnit,
  settings: QuestionSettings,
  tools: AnnotationUnitTools
): Promise<UnitAnnotation> {
  const labels: StoredLabel[] = []
  const problems: string[] = []
  let tally = emptyTally
  for (let i = 0; i < nDirections; i++) {
    const direction = firstDirection + i
    const annotation = await annotateConcept(tools.wordsOf(direction), seed, settings, tools)
    tally = addTallies(tally, annotation.tally)
    const place = `layer ${layer}, ${role}, concept ${direction + 1}, seed ${seed}`
    problems.push(...annotation.problems.map((problem) => `${place}: ${problem}`))
    if (annotation.label !== null) {
      labels.push({
        layer,
        role,
        direction,
        annotator: 'llm',
        author: `${settings.model} at ${tools.endpoint.url}`,
        seed,
        label: annotation.label,
        note: '',
        createdAt: new Date(tools.clock.nowMs()).toISOString()
      })
    }
    tools.report((i + 1) / nDirections)
  }
  return { labels, problems, tally }
}
