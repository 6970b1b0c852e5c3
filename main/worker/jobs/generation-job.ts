import { availableParallelism } from 'node:os'
import { AppError } from '../../errors.ts'
import { chooseDevice } from '../../runtime/devices.ts'
import { generate } from '../../runtime/generate.ts'
import { Model } from '../../runtime/model.ts'
import type { GenerationRequest } from '../../service/contract.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { JobResult, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'
import { promptTextOf } from './attribution-plan-unit.ts'
import { chunkOfGeneration, generationMemory } from './generation-plan.ts'
import { openModel } from './open-model.ts'

const only: Unit = { unitId: 'generate', phase: 'writing a response', weight: 1 }

/** One greedy response of one model. */
export class GenerationJob implements Job {
  readonly #request: GenerationRequest

  constructor(request: GenerationRequest) {
    if (stripText(request.prompt) === '') {
      throw new AppError('request/invalid', 'prompt: empty, expected some text', {
        hint: 'Type a prompt.'
      })
    }
    this.#request = request
  }

  next(done: DoneUnits): Unit | null {
    return done.has(only.unitId) ? null : only
  }

  progress(done: DoneUnits) {
    return { unitsDone: done.size, unitsTotal: 1, fraction: done.size }
  }

  async run(_unit: Unit, _done: DoneUnits, context: UnitContext): Promise<UnitResult> {
    const { folder, role, prompt, useChatTemplate, nTokensLimit, device, nThreads } = this.#request
    const opened = await openModel(folder)
    const { checkpoint, tokenizer } = opened
    const { text } = await promptTextOf(opened, prompt, useChatTemplate)
    const encoded = tokenizer.encode(text, { addSpecialTokens: true }).ids
    const ids = encoded.slice(0, encoded.length - tokenizer.addedAfter.length)
    const memory = generationMemory(checkpoint, process.availableMemory())
    const options = {
      device: await chooseDevice(device),
      nThreads: nThreads || availableParallelism(),
      memory
    }
    const model = new Model(checkpoint, options)
    const tell = (newIds: readonly number[], isComplete: boolean) =>
      context.writeText({
        role,
        text: tokenizer.decode(newIds),
        nTokens: newIds.length,
        isComplete
      })
    try {
      const onToken = (newIds: readonly number[]) => {
        context.report(newIds.length / nTokensLimit)
        tell(newIds, false)
      }
      const made = await generate(model, ids, {
        nTokensLimit,
        chunk: chunkOfGeneration,
        signal: context.signal,
        onToken
      })
      if (made === null) throw new AppError('job/cancelled', 'the run was stopped')
      tell(made.responseIds, true)
      const { newIds, responseIds, stopReason } = made
      return {
        values: {
          ids: [...ids],
          newIds: [...newIds],
          text: tokenizer.decode(responseIds),
          stopReason
        },
        arrays: {}
      }
    } finally {
      await model.release()
    }
  }

  keyFields(): null {
    return null
  }

  partial(): null {
    return null
  }

  finish(done: DoneUnits): JobResult {
    const values = done.get(only.unitId)?.values
    if (!values) throw new AppError('internal', 'the response was asked for before it was written')
    // Written by `run` above.
    const { ids, newIds, text, stopReason } = values as unknown as Omit<
      Extract<JobResult, { kind: 'generation' }>,
      'kind'
    >
    return { kind: 'generation', ids, newIds, text, stopReason }
  }

  async close(): Promise<void> {
    // `run` releases what it loads.
  }
}
