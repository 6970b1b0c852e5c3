/** The unit that fixes how one model goes through the cases: their order, memory, and stand-ins of words. */
import type { StudyCase } from '../../../../preload/analysis/studies/dataset.ts'
import type { StudyRole, StudySettings } from '../../../../preload/analysis/studies/record.ts'
import { maskTokenOf, replacementIds } from '../../../analyses/ablation/stand-ins.ts'
import type { OpenedModel } from '../open-model.ts'
import { caseLengths, orderByLength } from './study-lengths.ts'
import { studyMemory } from './study-memory.ts'
import { isWriting, mappedModes } from './study-request.ts'
import type { StudyRolePlan } from './study-units.ts'

/** @throws AppError `engine/out-of-memory`, `job/cancelled`, those of the chat template */
export async function planRole(
  role: StudyRole,
  opened: OpenedModel,
  cases: readonly StudyCase[],
  settings: StudySettings,
  freeBytes: number,
  signal: AbortSignal
): Promise<StudyRolePlan> {
  const { checkpoint, tokenizer } = opened
  const lengths = await caseLengths(opened, cases, settings, signal)
  const { memory } = studyMemory({
    checkpoint,
    lengths: lengths.filter((length) => typeof length !== 'string'),
    nWritten: isWriting(role, settings) ? settings.nTokensLimit : 0,
    readsReference: mappedModes(settings).includes('same'),
    settings,
    freeBytes
  })
  const method = settings.ablation?.method
  const prompts = cases.map(({ prompt }) => prompt)
  return {
    memory,
    freeBytes,
    order: orderByLength(lengths),
    mask: method === 'mask' ? maskTokenOf(tokenizer) : null,
    replacements: method === 'replace' ? replacementIds(tokenizer, prompts) : [],
    notes:
      checkpoint.config.rope.type === 'dynamic' && settings.modes.includes('length-matched')
        ? ['length-matched maps keep the rotary frequencies of the whole response (dynamic rope)']
        : []
  }
}
