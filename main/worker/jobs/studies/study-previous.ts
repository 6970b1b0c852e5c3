/** Cases of an earlier study that a new one takes over instead of running them again. */
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type {
  StudyCasePart,
  StudyRecord,
  StudyRole,
  StudySettings
} from '../../../../preload/analysis/studies/record.ts'
import { AppError } from '../../../errors.ts'
import { stripText } from '../../../tokenizer/strip-text.ts'
import type { StartValues } from '../attribution-units.ts'
import { promptTextOf, sideSequence } from '../attribution-plan-unit.ts'
import type { ModelFingerprint } from '../job-models.ts'
import type { OpenedModel } from '../open-model.ts'
import { mappedModes } from './study-request.ts'
import { studyUnitIds, type PreviousValues } from './study-units.ts'

export interface PreviousRequest {
  readonly previous: StudyRecord
  readonly cases: readonly StudyCase[]
  readonly settings: StudySettings
  readonly start: StartValues
  readonly fingerprints: ReadonlyMap<StudyRole, ModelFingerprint>
}

/** Settings that a map's numbers depend on. */
const decisive = ['sameResponse', 'nTokensLimit', 'useChatTemplate', 'direction'] as const

/**
 * Which case of the earlier study each one is, where its maps are there: the same case by name, prompt,
 * response and instruction.
 *
 * @throws AppError `request/invalid` where the earlier study is of other models, settings or programs: its
 *   numbers would not be this one's
 */
export function matchPrevious(request: PreviousRequest): PreviousValues {
  const { previous, cases, fingerprints } = request
  assertSameRun(request)
  const places = new Map(previous.cases.map((known, index) => [known.caseId, index]))
  const parts = new Set(previous.parts)
  const matches = (role: StudyRole) =>
    cases.map((studyCase) => {
      const place = places.get(studyCase.caseId)
      if (place === undefined || !isSameCase(previous.cases[place]!, studyCase)) return null
      return parts.has(studyUnitIds.case(role, place)) ? place : null
    })
  const roles = [...fingerprints.keys()]
  return { caseOf: Object.fromEntries(roles.map((role) => [role, matches(role)])) }
}

/**
 * The earlier study's part as this one's; null where a map that is needed is missing, or of other tokens.
 *
 * @param part  as it is stored
 */
export async function takenCase(
  part: StudyCasePart,
  index: number,
  opened: OpenedModel,
  { prompt }: StudyCase,
  settings: StudySettings
): Promise<StudyCasePart | null> {
  const maps = mappedModes(settings).flatMap(
    (mode) => part.maps.find((map) => map.mode === mode) ?? []
  )
  if (maps.length < mappedModes(settings).length) return null
  const text = await promptTextOf(opened, prompt, settings.useChatTemplate)
  for (const { side } of maps) {
    const { ids } = sideSequence(opened, text, side.response, null, stripText(prompt))
    // Another tokenizer or chat template beside the same weights.
    if (ids.join() !== side.ids.join()) return null
  }
  return { ...part, case: index, leftOut: [], maps }
}

function assertSameRun({ previous, settings, start, fingerprints }: PreviousRequest): void {
  const was = previous.settings
  if (was === null) throw otherRun('has recorded maps', 'computed ones')
  for (const name of decisive) {
    if (was[name] !== settings[name]) {
      throw otherRun(`has ${name} ${was[name]}`, `${settings[name]} as now`)
    }
  }
  for (const { role, name, fingerprint, configHash } of previous.sides) {
    const now = fingerprints.get(role)
    if (now && (now.sha256 !== fingerprint || now.configHash !== configHash)) {
      throw otherRun(`is of another ${role} model, ${name}`, now.name)
    }
  }
  for (const name of ['method', 'onnxruntime']) {
    if (previous.versions[name] !== start.versions[name]) {
      throw otherRun(`was computed by ${name} ${previous.versions[name]}`, start.versions[name]!)
    }
  }
  if (previous.device !== start.device || was.nThreads !== start.nThreads) {
    throw otherRun(
      `ran on ${previous.device} with ${was.nThreads} threads`,
      `${start.device} with ${start.nThreads}`
    )
  }
}

function otherRun(found: string, expected: string): AppError {
  return new AppError('request/invalid', `the earlier study ${found}, expected ${expected}`, {
    hint: 'Choose the same models and settings as then, or run all cases anew.'
  })
}

function isSameCase(a: StudyCase, b: StudyCase): boolean {
  const facts = ({ prompt, reference, instructionSpans }: StudyCase) =>
    JSON.stringify([prompt, reference, instructionSpans])
  return facts(a) === facts(b)
}
