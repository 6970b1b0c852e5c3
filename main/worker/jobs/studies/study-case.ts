/** One model's maps of one case, as they are stored. */
import { recordedLevels, salientMap } from '../../../../preload/analysis/salient-map.ts'
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type {
  StudyCasePart,
  StudyRole,
  StudySettings
} from '../../../../preload/analysis/studies/record.ts'
import { AppError } from '../../../errors.ts'
import { stripText } from '../../../tokenizer/strip-text.ts'
import type { UnitContext } from '../../job.ts'
import { extentOf, promptTextOf, sideSequence } from '../attribution-plan-unit.ts'
import type { ModelFingerprint } from '../job-models.ts'
import type { SequenceMap, StudyEngine } from './study-engine.ts'
import { problemOfCase } from './study-failure.ts'
import { isWriting, mappedModes, responderOf, type MappedMode } from './study-request.ts'

export interface CaseRequest {
  readonly role: StudyRole
  readonly index: number
  readonly studyCase: StudyCase
  readonly settings: StudySettings
  readonly fingerprint: Pick<ModelFingerprint, 'name' | 'sha256'>
  /** The other model's response where that is given to both, or why there is none. */
  readonly responder: Response | null
}

type CaseMap = StudyCasePart['maps'][number]

/** A response to attribute, or why there is none. */
export type Response =
  | {
      readonly text: string
      /** Where it is cut to end with the context; null for all of it. */
      readonly nTokensLimit: number | null
    }
  | { readonly problem: string }

/** @throws AppError for what stops the study: a stop, short memory, changed files */
export async function runCase(
  engine: StudyEngine,
  request: CaseRequest,
  context: UnitContext
): Promise<StudyCasePart> {
  const { role, index, settings } = request
  const modes = mappedModes(settings)
  const isResponder = responderOf(settings) === role
  const notes: string[] = []
  const inStep = stepsOf(context, modes.length + 1)
  const own = isWriting(role, settings)
    ? await ownResponse(engine, request, notes, inStep(0))
    : null
  const maps: CaseMap[] = []
  const leftOut: { mode: MappedMode; problem: string }[] = []
  for (const [i, mode] of modes.entries()) {
    const [first] = maps
    if (first && isResponder) {
      // The one that both are given is its own: the map is the same.
      maps.push({ ...first, mode })
      continue
    }
    const response = own !== null && (mode === 'own' || isResponder) ? own : givenResponse(request)
    const made = await mapOf(engine, request, mode, response, inStep(i + 1)).catch(problemOfCase)
    if (typeof made === 'string') leftOut.push({ mode, problem: made })
    else maps.push(made)
  }
  const [mapped] = maps
  if (mapped?.side.seamMerged) {
    notes.push('prompt and response merge in one token; the prompt ends before it')
  }
  if (mapped) return { role, case: index, failure: null, leftOut, notes, maps }
  const failure = [...new Set(leftOut.map(({ problem }) => problem))].join('; ')
  return { role, case: index, failure, leftOut: [], notes: [], maps }
}

async function ownResponse(
  engine: StudyEngine,
  { studyCase, settings }: CaseRequest,
  notes: string[],
  context: UnitContext
): Promise<Response> {
  const { config } = engine.opened.checkpoint
  try {
    const { ids, text, stopReason } = await engine.write(studyCase.prompt, context)
    if (stopReason === 'limit')
      notes.push(`the response was cut at ${settings.nTokensLimit} tokens`)
    if (stopReason === 'context') notes.push('the response ended with the model’s context')
    const isOpen = config.rope.type === 'dynamic'
    return { text, nTokensLimit: isOpen ? null : config.maxPositions - ids.length }
  } catch (thrown) {
    return { problem: problemOfCase(thrown) }
  }
}

/** The response that both models are given, where it is not this model's own. */
function givenResponse({ studyCase, responder }: CaseRequest): Response {
  if (responder !== null) return responder
  if (studyCase.reference === null) return { problem: 'the data set gives no response' }
  return { text: studyCase.reference, nTokensLimit: null }
}

/** @throws AppError `request/invalid` where there is no response, or no room for it */
async function mapOf(
  engine: StudyEngine,
  { role, studyCase, settings, fingerprint }: CaseRequest,
  mode: MappedMode,
  response: Response,
  { signal, report }: UnitContext
): Promise<CaseMap> {
  if ('problem' in response) throw new AppError('request/invalid', response.problem)
  const content = stripText(studyCase.prompt)
  const prompt = await promptTextOf(engine.opened, studyCase.prompt, settings.useChatTemplate)
  const { text, nTokensLimit } = response
  const sequence = sideSequence(engine.opened, prompt, text, nTokensLimit, content)
  const { nPrompt, nResponse } = extentOf(sequence)
  const map = nResponse === 0 ? emptyMap : await engine.attribute(sequence, signal, report)
  const side = {
    role,
    name: fingerprint.name,
    fingerprint: fingerprint.sha256,
    ...sequence,
    ...map
  }
  const levels = levelsOf(map.importance, nPrompt, nResponse)
  return { mode, side, levels }
}

/** Of an empty response: there is nothing to attribute, and its score is 0. */
const emptyMap: Omit<SequenceMap, 'direction'> & { readonly direction: null } = {
  importance: new Float32Array(0),
  probability: new Float32Array(0),
  direction: null,
  isStreamed: false,
  operations: 0
}

/** @throws AppError `engine/run-failed` where the importance overflowed */
function levelsOf(data: Float32Array, rows: number, columns: number): Uint8Array {
  const bad = data.find((value) => !Number.isFinite(value))
  if (bad !== undefined) {
    throw new AppError('engine/run-failed', `importance is ${bad}, expected a finite number`)
  }
  return salientMap({ data, rows, columns }, { levels: recordedLevels, threshold: 0 }).data
}

/** Reports of one step as a share of all. */
function stepsOf(context: UnitContext, nSteps: number): (step: number) => UnitContext {
  return (step) => ({
    ...context,
    report: (fraction, phase) => context.report((step + fraction) / nSteps, phase)
  })
}
