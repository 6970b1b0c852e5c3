import { AppError } from '../../errors.ts'
import type { Role } from '../../../preload/data.ts'
import type { AttributionRequest } from '../../service/contract.ts'
import { stripText } from '../../tokenizer/strip-text.ts'

/** What can be seen to be wrong before any file is opened. @throws AppError `request/invalid` */
export function checkRequest({ base, tuned, settings }: AttributionRequest): void {
  const { prompt, respond, response, target, foil } = settings
  if (base === null && tuned === null) {
    throw invalid(
      'no model given, expected a base model, a tuned one, or both',
      'Open a checkpoint.'
    )
  }
  if (stripText(prompt) === '') throw invalid('prompt: empty, expected some text', 'Type a prompt.')
  if (respond === 'given' && (response === null || stripText(response) === '')) {
    throw invalid(
      'response: empty, expected some text',
      'Type a response, or let a model write one.'
    )
  }
  const missing = missingRole(respond, base, tuned)
  if (missing)
    throw invalid(
      `response of the ${missing} model asked for, but no ${missing} model is open`,
      `Open a ${missing} checkpoint, or choose another response.`
    )
  if (foil !== null && target !== 'contrastive') {
    throw invalid(
      `foil given for target "${target}", expected it with "contrastive" only`,
      'Leave the foil out, or choose the contrastive target.'
    )
  }
}

/** The models that write a response in this request. */
export function generatingRoles({
  base,
  settings: { respond },
  tuned
}: AttributionRequest): Role[] {
  switch (respond) {
    case 'given':
      return []
    case 'base':
    case 'tuned':
      return [respond]
    case 'own':
    case 'length-matched':
      return (['base', 'tuned'] as const).filter(
        (role) => (role === 'base' ? base : tuned) !== null
      )
  }
}

function missingRole(
  respond: AttributionRequest['settings']['respond'],
  base: string | null,
  tuned: string | null
): Role | null {
  const needs = {
    given: [],
    base: ['base'],
    tuned: ['tuned'],
    own: [],
    'length-matched': ['base', 'tuned']
  } as const
  const open = { base, tuned }
  return needs[respond].find((role) => open[role] === null) ?? null
}

function invalid(message: string, hint: string): AppError {
  return new AppError('request/invalid', message, { hint })
}
