/** What a study's request asks for, and what can be seen to be wrong with it before a file is opened. */
import {
  studyModes,
  type SameResponse,
  type StudyRole,
  type StudySettings
} from '../../../../preload/analysis/studies/record.ts'
import { AppError } from '../../../errors.ts'
import type { StudyRequest } from '../../../service/contract.ts'

/** A mode that has maps of its own; length-matched is `own` cut. */
export type MappedMode = 'own' | 'same'

/** @throws AppError `request/invalid` */
export function checkStudyRequest(request: StudyRequest): void {
  const { base, tuned, settings } = request
  const { modes, sameResponse, nCasesLimit, nTokensLimit, ablation } = settings
  if (base === null && tuned === null) {
    throw invalid(
      'no model given, expected a base model, a tuned one, or both',
      'Open a checkpoint.'
    )
  }
  if (modes.length === 0) {
    throw invalid(
      `modes: none given, expected one or more of ${studyModes.join(', ')}`,
      'Choose which responses are compared.'
    )
  }
  const inOrder = studyModes.filter((mode) => modes.includes(mode))
  if (inOrder.join() !== modes.join()) {
    throw invalid(
      `modes: ${modes.join(', ')}, expected each once, in the order ${studyModes.join(', ')}`,
      'Name each mode once.'
    )
  }
  if (modes.includes('length-matched') && (base === null || tuned === null)) {
    throw invalid(
      'mode length-matched with one model, expected two',
      'Open the other checkpoint, or leave this mode out.'
    )
  }
  if (modes.includes('same') && sameResponse !== 'reference' && request[sameResponse] === null) {
    throw invalid(
      `response of the ${sameResponse} model asked for, but no ${sameResponse} model is open`,
      `Open a ${sameResponse} checkpoint, or choose another response.`
    )
  }
  if (nCasesLimit !== null) checkCount('number of cases', nCasesLimit)
  checkCount('limit of a response in tokens', nTokensLimit)
  if (ablation !== null && !(Number.isInteger(ablation.seed) && ablation.seed >= 0)) {
    throw invalid(`seed: ${ablation.seed}, expected a whole number from 0`, 'Change the seed.')
  }
}

/** Roles in the order they run: the model whose response both are given goes first. */
export function rolesInOrder(
  roles: readonly StudyRole[],
  settings: Pick<StudySettings, 'modes' | 'sameResponse'>
): readonly StudyRole[] {
  return responderOf(settings) === 'tuned' ? [...roles].reverse() : roles
}

/** The model whose response is given to both, if there is one. */
export function responderOf({
  modes,
  sameResponse
}: Pick<StudySettings, 'modes' | 'sameResponse'>): Exclude<SameResponse, 'reference'> | null {
  return modes.includes('same') && sameResponse !== 'reference' ? sameResponse : null
}

/** The modes that need a map, in order. */
export function mappedModes({ modes }: Pick<StudySettings, 'modes'>): readonly MappedMode[] {
  const needsOwn = modes.includes('own') || modes.includes('length-matched')
  return [
    ...(needsOwn ? (['own'] as const) : []),
    ...(modes.includes('same') ? ['same' as const] : [])
  ]
}

/** Whether a model writes a response of its own. */
export function isWriting(role: StudyRole, settings: StudySettings): boolean {
  return mappedModes(settings).includes('own') || responderOf(settings) === role
}

function checkCount(what: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw invalid(`${what}: ${value}, expected a whole number from 1`, 'Change it.')
}

function invalid(message: string, hint: string): AppError {
  return new AppError('request/invalid', message, { hint })
}
