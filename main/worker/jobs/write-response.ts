/** A greedy response of one model, told while it is written. */
import type { Role } from '../../../preload/data.ts'
import { AppError } from '../../errors.ts'
import type { Device } from '../../runtime/device.ts'
import { generate, type Generation } from '../../runtime/generate.ts'
import { Model } from '../../runtime/model.ts'
import type { UnitContext } from '../job.ts'
import { promptTextOf } from './attribution-plan-unit.ts'
import { chunkOfGeneration, generationMemory } from './generation-plan.ts'
import type { OpenedModel } from './open-model.ts'
import { availableMemory } from '../available-memory.ts'

export interface ResponseRequest {
  readonly role: Role
  readonly prompt: string
  readonly useChatTemplate: boolean
  readonly nTokensLimit: number
}

export interface WrittenResponse {
  /** The prompt's, special tokens included. */
  readonly ids: readonly number[]
  /** The stop token included. */
  readonly newIds: readonly number[]
  /** Without special tokens and without the stop token. */
  readonly text: string
  readonly stopReason: Generation['stopReason']
}

/** With a model of its own, released at the end. @throws as `writeWith` */
export async function writeResponse(
  opened: OpenedModel,
  request: ResponseRequest & { readonly device: Device; readonly nThreads: number },
  context: UnitContext
): Promise<WrittenResponse> {
  const { checkpoint } = opened
  const { device, nThreads } = request
  const memory = generationMemory(checkpoint, availableMemory())
  const model = new Model(checkpoint, { device, nThreads, memory })
  try {
    return await writeWith(model, opened, request, context)
  } finally {
    await model.release()
  }
}

/** @throws AppError `job/cancelled` when stopped on the way; those of `generate` and of the template */
export async function writeWith(
  model: Model,
  opened: OpenedModel,
  request: ResponseRequest,
  context: UnitContext
): Promise<WrittenResponse> {
  const { tokenizer } = opened
  const { role, nTokensLimit } = request
  const prompt = await promptTextOf(opened, request.prompt, request.useChatTemplate)
  const encoded = tokenizer.encode(prompt.text, { addSpecialTokens: true }).ids
  const ids = encoded.slice(0, encoded.length - tokenizer.addedAfter.length)
  const tell = (newIds: readonly number[], isComplete: boolean) =>
    context.writeText({ role, text: tokenizer.decode(newIds), nTokens: newIds.length, isComplete })
  const onToken = (newIds: readonly number[]) => {
    context.report(newIds.length / nTokensLimit)
    tell(newIds, false)
  }
  const { signal } = context
  const made = await generate(model, ids, {
    nTokensLimit,
    chunk: chunkOfGeneration,
    signal,
    onToken
  })
  if (made === null) throw new AppError('job/cancelled', 'the run was stopped')
  const { newIds, responseIds, stopReason } = made
  tell(responseIds, true)
  return { ids, newIds, text: tokenizer.decode(responseIds), stopReason }
}
