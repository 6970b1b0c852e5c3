import type { Layer, Step } from './step.ts'

/** What of a model's config decides the steps of one layer. */
export interface LlamaShape {
  readonly dModel: number
  readonly dFfn: number
  readonly nHeads: number
  readonly nKvHeads: number
  readonly dHead: number
  readonly normEpsilon: number
  readonly attentionBias: {
    readonly q: boolean
    readonly k: boolean
    readonly v: boolean
    readonly o: boolean
  }
  readonly feedForwardBias: boolean
  readonly queryKeyNorm: boolean
}

/**
 * The pre-norm decoder layer that Llama, Mistral, Qwen2 and Qwen3 share:
 * x₁ = x + O·attention(rope(Q·n), rope(K·n), V·n) with n = norm(x);  y = x₁ + down·(silu(gate·m) ∘ up·m) with m = norm(x₁).
 */
export function llamaLayer(shape: LlamaShape): Layer {
  const { dModel, dFfn, nHeads, nKvHeads, dHead, attentionBias: bias } = shape
  const kvWidth = nKvHeads * dHead
  const linear = (
    role: string,
    inputs: readonly string[],
    output: string,
    widths: readonly [number, number],
    options: { readonly bias: boolean; readonly gain?: string }
  ): Step => ({
    op: 'linear',
    id: role,
    inputs,
    output,
    weight: role,
    bias: options.bias ? `${role}Bias` : null,
    gain: options.gain ?? null,
    widthIn: widths[0],
    widthOut: widths[1]
  })
  const norm = (id: string, input: string, output: string): Step => {
    return {
      op: 'rms-norm',
      id,
      inputs: [input],
      output,
      width: dModel,
      groups: 1,
      epsilon: shape.normEpsilon
    }
  }
  const rotaryInput = (role: 'q' | 'k') => (shape.queryKeyNorm ? `${role}1` : `${role}0`)
  const attentionGain = { gain: 'inputNorm' }
  const feedForward = { bias: shape.feedForwardBias, gain: 'postAttentionNorm' }
  return {
    width: dModel,
    kvWidth,
    steps: [
      norm('inputNorm', 'x', 'n'),
      linear('q', ['n'], 'q0', [dModel, nHeads * dHead], { bias: bias.q, ...attentionGain }),
      linear('k', ['n'], 'k0', [dModel, kvWidth], { bias: bias.k, ...attentionGain }),
      linear('v', ['n'], 'v', [dModel, kvWidth], { bias: bias.v, ...attentionGain }),
      ...headNorm(shape, 'q', nHeads),
      ...headNorm(shape, 'k', nKvHeads),
      { op: 'rotary', id: 'qRotary', inputs: [rotaryInput('q')], output: 'q', nHeads, dHead },
      {
        op: 'rotary',
        id: 'kRotary',
        inputs: [rotaryInput('k')],
        output: 'k',
        nHeads: nKvHeads,
        dHead
      },
      {
        op: 'attention',
        id: 'attention',
        inputs: ['q', 'k', 'v'],
        output: 'heads',
        nHeads,
        nKvHeads,
        dHead,
        scale: 1 / Math.sqrt(dHead)
      },
      linear('o', ['heads', 'x'], 'x1', [nHeads * dHead, dModel], { bias: bias.o }),
      norm('postAttentionNorm', 'x1', 'm'),
      linear('gate', ['m'], 'g', [dModel, dFfn], feedForward),
      linear('up', ['m'], 'u', [dModel, dFfn], feedForward),
      { op: 'gated-silu', id: 'gated', inputs: ['g', 'u'], output: 'h', width: dFfn },
      linear('down', ['h', 'x1'], 'y', [dFfn, dModel], { bias: shape.feedForwardBias })
    ]
  }
}

/** Qwen3's norm of each head's query and key, in front of the rotation. */
function headNorm(shape: LlamaShape, role: 'q' | 'k', nHeads: number): Step[] {
  if (!shape.queryKeyNorm) return []
  const width = nHeads * shape.dHead
  return [
    {
      op: 'rms-norm',
      id: `${role}HeadNorm`,
      inputs: [`${role}0`],
      output: `${role}N`,
      width,
      groups: nHeads,
      epsilon: shape.normEpsilon
    },
    {
      op: 'scale',
      id: `${role}HeadGain`,
      inputs: [`${role}N`],
      output: `${role}1`,
      gain: `${role}Norm`,
      width,
      groups: nHeads
    }
  ]
}
