import { availableParallelism } from 'node:os'
import { AppError } from '../../errors.ts'
import { chooseDevice } from '../../runtime/devices.ts'
import type { GenerationRequest } from '../../service/contract.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import type { JobResult, UnitResult } from '../contract.ts'
import type { DoneUnits, Job, Unit, UnitContext } from '../job.ts'
import { openModel } from './open-model.ts'
import { writeResponse } from './write-response.ts'

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
    const { folder, device, nThreads } = this.#request
    const written = await writeResponse(
      await openModel(folder),
      {
        ...this.#request,
        device: await chooseDevice(device),
        nThreads: nThreads || availableParallelism()
      },
      context
    )
    const { ids, newIds, text, stopReason } = written
    return { values: { ids: [...ids], newIds: [...newIds], text, stopReason }, arrays: {} }
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
