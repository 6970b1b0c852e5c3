/** How the fields of a study must fit together: its cases, its runs case by case, and its parts. */
import { countedLevels, tokenClasses } from '../../../../preload/analysis/studies/record.ts'
import type {
  StudyFailure,
  StudyRecord,
  StudyRun,
  StudyRunSide
} from '../../../../preload/analysis/studies/record.ts'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import { studyModes } from '../../../../preload/analysis/studies/record.ts'
import {
  assertAscending,
  assertLengths,
  assertRoles,
  assertSidesAre,
  assertWithin,
  invalid,
  mostCount
} from './fields.ts'
import { parseStudyPartId } from './study-part-id.ts'

/** A case's state: not yet, done, failed or left out. */
const nStates = 3
const done = 1

type Models = Pick<StudyRecord, 'sides' | 'cases'>

export function assertModels({ sides }: StudyRecord, subject: string): void {
  assertRoles(sides, subject)
}

/** Names that tell cases apart, and instructions inside their prompts. */
export function assertCases(cases: readonly StudyCase[], subject: string): void {
  const names = new Set<string>()
  for (const { caseId, prompt, instructionSpans } of cases) {
    if (names.has(caseId)) throw invalid(subject, `two cases are "${caseId}"`)
    names.add(caseId)
    if (instructionSpans.length === 0) continue
    const nCharacters = [...prompt].length
    for (const [start, end] of instructionSpans) {
      if (start < end && end <= nCharacters) continue
      throw invalid(
        `${subject}: case "${caseId}"`,
        `instruction [${start}, ${end}) of a prompt of ${nCharacters} characters`
      )
    }
  }
}

/** Every mode once, in order, each with the models of the study. */
export function assertRuns({ runs, sides, cases }: StudyRecord, subject: string): void {
  assertAscending(
    runs.map(({ mode }) => studyModes.indexOf(mode)),
    `${subject}: modes`
  )
  for (const run of runs) assertRun(run, sides, cases.length, subject)
}

function assertRun(
  { mode, sides }: StudyRun,
  models: StudyRecord['sides'],
  nCases: number,
  subject: string
): void {
  assertSidesAre(sides, models, `${subject}: sides of mode ${mode}`)
  for (const side of sides) assertRunSide(side, nCases, `${subject}: ${mode} of ${side.role}`)
}

function assertRunSide(side: StudyRunSide, nCases: number, about: string): void {
  const { state, nPrompt, nResponse, levelCounts, tokenClass } = side
  assertLengths(
    [
      ['state', state, nCases],
      ['nPrompt', nPrompt, nCases],
      ['nResponse', nResponse, nCases]
    ],
    about
  )
  assertWithin({ state }, 0, nStates, about)
  assertWithin({ nPrompt, nResponse, levelCounts }, 0, mostCount, about)
  assertWithin({ tokenClass }, 0, tokenClasses.length, about)
  const nTokens = nPrompt.reduce((sum, n) => sum + n, 0)
  assertLengths(
    [
      ['tokenClass', tokenClass, nTokens],
      ['levelCounts', levelCounts, nTokens * countedLevels]
    ],
    about
  )
  assertRowCounts(side, about)
}

/** A case that is not done has no rows, and no row stands at a level more often than there are columns. */
function assertRowCounts({ state, nPrompt, nResponse, levelCounts }: StudyRunSide, about: string) {
  let at = 0
  for (let c = 0; c < state.length; c++) {
    if (state[c] !== done && nPrompt[c]! > 0) {
      throw invalid(about, `case ${c} has ${nPrompt[c]} prompt tokens, expected 0: it is not done`)
    }
    for (let n = 0; n < nPrompt[c]!; n++) {
      let sum = 0
      for (let level = 0; level < countedLevels; level++) sum += levelCounts[at++]!
      if (sum <= nResponse[c]!) continue
      throw invalid(
        about,
        `prompt token ${n} of case ${c} has ${sum} levels in ${nResponse[c]} response tokens`
      )
    }
  }
}

export function assertFailures(
  failures: readonly StudyFailure[],
  { cases, sides }: Models,
  subject: string
): void {
  for (const failure of failures) {
    if (failure.case >= cases.length) {
      throw invalid(subject, `case ${failure.case}, expected at most ${cases.length - 1}`)
    }
    if (sides.some(({ role }) => role === failure.role)) continue
    throw invalid(
      subject,
      `case ${failure.case} is of "${failure.role}", which is not in the study`
    )
  }
}

/** Parts are of the study's own kind, models and cases, each once. */
export function assertParts({ parts, source, sides, cases }: StudyRecord, subject: string): void {
  const kind = source === 'computed' ? 'case' : 'recorded'
  if (new Set(parts).size < parts.length) throw invalid(subject, 'a part is named twice')
  for (const partId of parts) {
    const part = parseStudyPartId(partId)
    const isSound =
      part?.source === kind &&
      sides.some(({ role }) => role === part.role) &&
      part.index < Math.max(cases.length, 1)
    if (!isSound) throw invalid(subject, `part "${partId}", expected ${kind}/<model>/<number>`)
  }
}
