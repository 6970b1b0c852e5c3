/** How the fields of a word ablation must fit together, and into their study. */
import type {
  AblationSide,
  StudyAblation,
  StudyRecord
} from '../../../../preload/analysis/studies/record.ts'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import {
  assertAscending,
  assertFinite,
  assertLengths,
  assertSidesAre,
  assertWithin,
  invalid,
  mostCount
} from './fields.ts'
import { assertFailures } from './study-shapes.ts'

/** @throws AppError `request/invalid` naming what does not fit */
export function assertAblation(
  ablation: StudyAblation,
  record: StudyRecord,
  subject: string
): void {
  const { sides, maskTokens, leftOut } = ablation
  assertSidesAre(sides, record.sides, `${subject}: sides`)
  assertLengths([['maskTokens', maskTokens ?? undefined, sides.length]], subject)
  assertFailures(leftOut, record, `${subject}: left out`)
  for (const side of sides) assertAblationSide(side, record.cases, `${subject}: ${side.role}`)
}

function assertAblationSide(side: AblationSide, cases: readonly StudyCase[], about: string): void {
  const { caseOf, spanOf, nWords, nResponse, nLayers } = side
  const { logProbability, withoutInstruction, withoutContext } = side
  const { hiddenInstruction, hiddenContext } = side
  const nRows = caseOf.length
  assertLengths(
    [
      ['spanOf', spanOf, nRows],
      ['nWords', nWords, nRows],
      ['nResponse', nResponse, nRows],
      ['logProbability', logProbability, nRows],
      ['withoutInstruction', withoutInstruction, nRows],
      ['withoutContext', withoutContext, nRows],
      ['hiddenInstruction', hiddenInstruction, nRows * nLayers],
      ['hiddenContext', hiddenContext, nRows * nLayers]
    ],
    about
  )
  assertFinite({ logProbability, withoutInstruction, withoutContext }, about)
  assertFinite({ hiddenInstruction, hiddenContext }, about)
  assertWithin({ nWords, nResponse }, 0, mostCount, about)
  assertWithin({ caseOf }, 0, cases.length, about)
  assertAscending(caseOf, `${about}: caseOf`, { mayRepeat: true })
  for (let row = 0; row < nRows; row++) {
    const nSpans = cases[caseOf[row]!]!.instructionSpans.length
    if (spanOf[row]! >= 0 && spanOf[row]! < nSpans) continue
    throw invalid(about, `row ${row} is of span ${spanOf[row]}, and its case has ${nSpans}`)
  }
}
