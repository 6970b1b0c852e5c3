/** Sessions of onnxruntime: the only file that imports it beside the list of devices. */
import ort from 'onnxruntime-node'
import { AppError } from '../errors.ts'
import type { Device } from './device.ts'
import type { Feeds, Fetched, Session } from './tensor.ts'

export interface SessionOptions {
  readonly device: Device
  readonly nThreads: number
  /** Folder that holds the files of the graph's external weights. */
  readonly weightsFolder: string
  /** `once`: weights are neither folded nor packed ahead, which costs more than one or two runs gain. */
  readonly use: 'once' | 'often'
}

/**
 * Compiles a graph that we built.
 *
 * @throws AppError `engine/load-failed`, `engine/out-of-memory`
 */
export async function createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
  try {
    return new OnnxSession(await ort.InferenceSession.create(model, sessionOptions(options)))
  } catch (cause) {
    throw engineError('engine/load-failed', 'could not load a part of the model', cause)
  }
}

class OnnxSession implements Session {
  readonly #session: ort.InferenceSession

  constructor(session: ort.InferenceSession) {
    this.#session = session
  }

  async run(feeds: Feeds): Promise<Fetched> {
    const inputs: Record<string, ort.Tensor> = {}
    for (const name of this.#session.inputNames) {
      const tensor = feeds[name]
      if (!tensor) throw new AppError('internal', `graph input "${name}" was not given`)
      inputs[name] = toOrt(tensor.data, tensor.shape)
    }
    let outputs: ort.InferenceSession.OnnxValueMapType
    try {
      outputs = await this.#session.run(inputs)
    } catch (cause) {
      throw engineError('engine/run-failed', 'a computation failed', cause)
    }
    return Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [name, floatsOf(name, tensor)])
    )
  }

  async release(): Promise<void> {
    await this.#session.release()
  }
}

function sessionOptions({
  device,
  nThreads,
  weightsFolder,
  use
}: SessionOptions): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: [...device.providers],
    intraOpNumThreads: nThreads,
    interOpNumThreads: 1,
    graphOptimizationLevel: use === 'often' ? 'all' : 'disabled',
    // An arena a session would keep the working memory of every layer; malloc shares it between them.
    enableCpuMemArena: false,
    logSeverityLevel: 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: weightsFolder,
        // A model is many sessions, each with threads of its own: those of an idle one must not spin.
        force_spinning_stop: '1',
        ...(use === 'once' && { disable_prepacking: '1' })
      }
    }
  }
}

function toOrt(data: Float32Array | BigInt64Array, shape: readonly number[]): ort.Tensor {
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, shape)
    : new ort.Tensor('int64', data, shape)
}

function floatsOf(name: string, tensor: ort.OnnxValue): Float32Array {
  if ('data' in tensor && tensor.data instanceof Float32Array) return tensor.data
  throw new AppError('internal', `graph output "${name}" is not float32`)
}

/** onnxruntime throws plain errors; only their text tells a lack of memory from the rest. */
function engineError(
  code: 'engine/load-failed' | 'engine/run-failed',
  what: string,
  cause: unknown
): AppError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  if (/alloc|out of memory|bad_alloc/i.test(detail)) {
    return new AppError('engine/out-of-memory', `${what}: not enough memory (${detail})`, {
      cause,
      hint: 'Choose streamed memory, a shorter text, or close other programs.'
    })
  }
  return new AppError(code, `${what}: ${detail}`, { cause })
}
