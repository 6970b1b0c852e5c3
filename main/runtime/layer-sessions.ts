import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import type { LayerRoles } from '../checkpoint/families/family.ts'
import type { TensorInfo } from '../checkpoint/safetensors.ts'
import { AppError } from '../errors.ts'
import { llamaLayer } from '../graph/layers/llama-layer.ts'
import type { Layer } from '../graph/layers/step.ts'
import { buildLayerGraph, type Mode } from '../graph/segments/layer-graph.ts'
import type { Device } from './device.ts'
import { loadWithWeights } from './load-with-weights.ts'
import type { Session } from './tensor.ts'
import { appendWeight } from './weights.ts'

export interface LayerSessionsOptions {
  readonly device: Device
  readonly nThreads: number
  /** Keep every session that was loaded, or only those of the layer in use. */
  readonly memory: 'resident' | 'streamed'
}

/** The sessions of a model's layers, loaded when first asked for. */
export class LayerSessions {
  /** The steps that every layer of this model has. */
  readonly layer: Layer
  readonly nLayers: number
  readonly #checkpoint: Checkpoint
  readonly #options: LayerSessionsOptions
  readonly #open = new Map<
    string,
    { readonly index: number; readonly mode: Mode; readonly session: Session }
  >()

  constructor(checkpoint: Checkpoint, options: LayerSessionsOptions) {
    this.layer = llamaLayer(checkpoint.config)
    this.nLayers = checkpoint.config.nLayers
    this.#checkpoint = checkpoint
    this.#options = options
  }

  /** The session of layer `index` in a mode; streamed, those of other layers are released first. */
  async get(index: number, mode: Mode): Promise<Session> {
    const key = `${mode}/${index}`
    const known = this.#open.get(key)
    if (known) return known.session
    if (this.#options.memory === 'streamed')
      await this.#releaseWhere((open) => open.index !== index)
    const session = await this.#load(index, mode)
    this.#open.set(key, { index, mode, session })
    return session
  }

  /** Releases the sessions of one mode, or all. */
  async release(mode?: Mode): Promise<void> {
    await this.#releaseWhere((open) => mode === undefined || open.mode === mode)
  }

  async #load(index: number, mode: Mode): Promise<Session> {
    const tensors = this.#checkpoint.tensors.layers[index]
    if (!tensors)
      throw new AppError('request/invalid', `layer ${index}, expected 0 to ${this.nLayers - 1}`)
    const model = buildLayerGraph(this.layer, mode, (graph, role) =>
      appendWeight(graph, tensorOf(tensors, role))
    )
    const { device, nThreads } = this.#options
    return loadWithWeights(model, Object.values<TensorInfo>({ ...tensors }), {
      device,
      nThreads,
      use: mode === 'primal' || mode === 'shown' ? 'once' : 'often'
    })
  }

  async #releaseWhere(
    matches: (open: { readonly index: number; readonly mode: Mode }) => boolean
  ): Promise<void> {
    for (const [key, open] of this.#open) {
      if (!matches(open)) continue
      this.#open.delete(key)
      await open.session.release()
    }
  }
}

function tensorOf(tensors: LayerRoles<TensorInfo>, role: string): TensorInfo {
  const found = Object.entries(tensors).find(([name]) => name === role)
  if (!found) throw new AppError('internal', `no tensor of role "${role}"`)
  return found[1]
}
