import {
  mappedFields,
  type DatasetPreview,
  type InstructionMatch,
  type StudyMapping
} from '../../../preload/analysis/studies/dataset.ts'
import type { SameResponse, StudySettings } from '../../../preload/analysis/studies/record.ts'
import { AppError } from '../../errors.ts'
import type { MapWords } from './study-map.ts'
import type { StudyRunWords } from './study-options.ts'

/**
 * The proposed mapping with the columns that were named in its place.
 *
 * @throws AppError `request/invalid` where nothing says which column is the prompt
 */
export function mappingOf(
  { name, mapping, columns }: Pick<DatasetPreview, 'name' | 'mapping' | 'columns'>,
  words: MapWords,
  match: InstructionMatch
): StudyMapping {
  const prompt = words.prompt ?? mapping?.prompt
  if (prompt === undefined) {
    const found = columns.map((column) => column.name).join(', ')
    throw new AppError(
      'request/invalid',
      `${name}: no column looks like a prompt, found ${found}`,
      {
        hint: 'Name it: --map prompt=COLUMN.'
      }
    )
  }
  const optional = mappedFields.filter((key) => key !== 'prompt')
  const named = optional.map((key) => {
    const word = words[key]
    return [key, word === undefined ? (mapping?.[key] ?? null) : word] as const
  })
  return {
    ...none,
    ...Object.fromEntries(named),
    prompt,
    instructionMatch: match
  }
}

const none = { id: null, input: null, response: null, instruction: null, group: null, rating: null }

/** Both on the data set's response where it has one, else on that of the model named or at hand. */
export function settingsOf(
  { modes, same, tuned, settings }: StudyRunWords,
  { nWithResponse }: Pick<DatasetPreview, 'nWithResponse'>,
  mapping: StudyMapping
): StudySettings {
  const hasReference = nWithResponse > 0
  const written: SameResponse = tuned === null ? 'base' : 'tuned'
  return {
    ...settings,
    mapping,
    modes: modes ?? [hasReference || same !== null ? 'same' : 'own'],
    sameResponse: same ?? (hasReference ? 'reference' : written)
  }
}
