import {
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../../main/checkpoint/checkpoint.ts'
import { describeCheckpoint } from '../../../main/checkpoint/inspect.ts'
import { failureOf } from '../../helpers/failure.ts'
import { f32 } from '../../helpers/safetensors-bytes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { tinyConfig, tinyTensors, writeTinyCheckpoint } from '../../helpers/tiny-checkpoint.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/goldens')
const sample = join(import.meta.dirname, '../../../resources/sample')

const plain = { activation: 'silu', feedForwardBias: false, queryKeyNorm: false, normEpsilon: 1e-5 }
const hidden64 = { ...plain, nHeads: 4, dModel: 64, dFfn: 172, nVocab: 512 }
const llama = { ...hidden64, family: 'llama', nKvHeads: 4, dHead: 16, dtype: 'float32' }

/** What each golden is, as its config.json says in one of two forms. */
const goldens: Record<string, { config: object; nParameters: number; storedDtype: string }> = {
  llama: {
    config: { ...llama, nLayers: 3, maxPositions: 256, rope: { type: 'default', theta: 10_000 } },
    nParameters: 214_208,
    storedDtype: 'F32'
  },
  'llama-tuned': { config: { ...llama, nLayers: 3 }, nParameters: 214_208, storedDtype: 'F32' },
  'llama-grouped-tied': {
    config: { nHeads: 6, nKvHeads: 2, dHead: 8, dModel: 48, dFfn: 100, tiedEmbeddings: true },
    nParameters: 86_544,
    storedDtype: 'F16'
  },
  llama3: {
    config: {
      ...hidden64,
      nKvHeads: 2,
      dHead: 24,
      eosTokenIds: [0],
      rope: {
        type: 'llama3',
        theta: 500_000,
        factor: 8,
        lowFreqFactor: 1,
        highFreqFactor: 4,
        originalMaxPositions: 32
      }
    },
    nParameters: 220_352,
    storedDtype: 'BF16'
  },
  'llama-linear': {
    config: { ...llama, nLayers: 2, rope: { type: 'linear', theta: 10_000, factor: 2.5 } },
    nParameters: 164_672,
    storedDtype: 'F32'
  },
  'llama-dynamic': {
    config: {
      ...llama,
      maxPositions: 48,
      rope: { type: 'dynamic', theta: 10_000, factor: 2, originalMaxPositions: 48 }
    },
    nParameters: 164_672,
    storedDtype: 'F32'
  },
  'llama-yarn': {
    config: {
      ...llama,
      maxPositions: 128,
      rope: expect.objectContaining({ type: 'yarn', factor: 4 })
    },
    nParameters: 164_672,
    storedDtype: 'F32'
  },
  mistral: {
    config: { ...hidden64, family: 'mistral', nKvHeads: 2, slidingWindow: [16, 16, 16] },
    nParameters: 201_920,
    storedDtype: 'BF16'
  },
  qwen2: {
    config: {
      ...hidden64,
      family: 'qwen2',
      tiedEmbeddings: true,
      attentionBias: { q: true, k: true, v: true, o: false },
      slidingWindow: [null, null, null],
      bosTokenId: null,
      eosTokenIds: [0]
    },
    nParameters: 169_536,
    storedDtype: 'BF16'
  },
  qwen3: {
    config: { ...hidden64, family: 'qwen3', dHead: 32, queryKeyNorm: true, dtype: 'float16' },
    nParameters: 238_976,
    storedDtype: 'F16'
  }
}

describe('the goldens', () => {
  it('are all known here', () => {
    expect(readdirSync(fixtures).sort()).toEqual(Object.keys(goldens).sort())
  })

  it.each(Object.entries(goldens))('%s opens', async (name, { config, ...facts }) => {
    const checkpoint = await openCheckpoint(join(fixtures, name, 'checkpoint'))
    expect(checkpoint).toMatchObject({ ...facts, config, warnings: [], containsCode: false })
    const { tensors, allTensors } = checkpoint
    expect(tensors.layers).toHaveLength(checkpoint.config.nLayers)
    const inLayers = tensors.layers.flatMap((layer) => Object.values(layer))
    expect(inLayers.length + 2 + (tensors.headIsEmbedding ? 0 : 1)).toBe(allTensors.size)
    expect(tensors.head === tensors.embedding).toBe(checkpoint.config.tiedEmbeddings)
  })

  it.each(['base', 'tuned'])('and the sample’s %s too', async (name) => {
    const checkpoint = await openCheckpoint(join(sample, name))
    expect(checkpoint).toMatchObject({ name, nParameters: 3_640_512, storedDtype: 'BF16' })
    expect(checkpoint.config).toMatchObject({
      nLayers: 8,
      nHeads: 6,
      nKvHeads: 3,
      dHead: 32,
      dModel: 192,
      tiedEmbeddings: true,
      rope: { type: 'default', theta: 10_000 }
    })
  })
})

describe('config and tensors must agree', () => {
  const open = (config: object, tensors = tinyTensors()) =>
    openCheckpoint(writeTinyCheckpoint(temporaryFolder(), { ...tinyConfig, ...config }, tensors))

  it('the tiny checkpoint does', async () => {
    const { tensors, nParameters, warnings } = await open({})
    expect(tensors.layers[0]?.down).toMatchObject({ name: 'model.layers.0.mlp.down_proj.weight' })
    expect(tensors.layers[0]?.qBias).toBeUndefined()
    expect(nParameters).toBe(136)
    expect(warnings).toEqual([])
  })

  const disagreements: [string, object, string][] = [
    [
      'hidden size',
      { hidden_size: 8 },
      '"model.embed_tokens.weight": shape [5, 4], expected [5, 8]'
    ],
    ['vocabulary', { vocab_size: 6 }, '"model.embed_tokens.weight": shape [5, 4], expected [6, 4]'],
    ['heads', { head_dim: 4 }, 'self_attn.q_proj.weight": shape [4, 4], expected [8, 4]'],
    [
      'key/value heads',
      { num_key_value_heads: 2 },
      'k_proj.weight": shape [2, 4], expected [4, 4]'
    ],
    [
      'inner size',
      { intermediate_size: 2 ** 24 },
      'gate_proj.weight": shape [3, 4], expected [16777216, 4]'
    ]
  ]
  it.each(disagreements)('%s', async (_, config, problem) => {
    const error = await failureOf(() => open(config))
    expect(error).toMatchObject({ code: 'checkpoint/malformed', file: 'model.safetensors' })
    expect(error.message).toContain(problem)
  })

  it('missing tensors are counted and listed', async () => {
    const error = await failureOf(() => open({ num_hidden_layers: 3 }))
    expect(error.code).toBe('checkpoint/malformed')
    expect(error.message).toContain('18 of 30 tensors')
    expect(error.message).toContain('model.layers.1.self_attn.q_proj.weight')
    expect(error.message).toContain('and 10 more')
  })

  it('biases that the config asks for must be there', async () => {
    const error = await failureOf(() => open({ attention_bias: true }))
    expect(error.message).toContain('model.layers.0.self_attn.o_proj.bias')
  })

  it.each(['F64', 'F8_E4M3', 'I8'])('weights of %s are refused by name', async (dtype) => {
    const size = { F64: 8, F8_E4M3: 1, I8: 1 }[dtype] ?? 0
    const odd = { dtype, shape: [4], bytes: new Uint8Array(4 * size) }
    const error = await failureOf(() => open({}, { ...tinyTensors(), 'model.norm.weight': odd }))
    expect(error.code).toBe('checkpoint/unsupported')
    expect(error.message).toBe(
      `tensor "model.norm.weight": dtype ${dtype}, supported are F32, F16, BF16`
    )
  })

  it('further tensors are a warning, rope buffers of old exports are not', async () => {
    const odd = { x: f32([1], [1]), 'model.layers.0.self_attn.rotary_emb.inv_freq': f32([1], [1]) }
    const { warnings, nParameters } = await open({}, { ...tinyTensors(), ...odd })
    expect(warnings).toEqual(['1 tensors are not used: x'])
    expect(nParameters).toBe(136)
  })

  it('an absent output embedding is the input embedding only when tied', async () => {
    const tensors = tinyTensors()
    delete tensors['lm_head.weight']
    const tied = await open({ tie_word_embeddings: true }, tensors)
    expect(tied.tensors.head).toBe(tied.tensors.embedding)
    expect(tied.nParameters).toBe(116)
    const error = await failureOf(() => open({}, tensors))
    expect(error.message).toContain('lm_head.weight')
  })

  it('a stored output embedding is used, with a warning, although tied', async () => {
    const { tensors, warnings } = await open({ tie_word_embeddings: true })
    expect(tensors.head.name).toBe('lm_head.weight')
    expect(warnings[0]).toContain('ties the embeddings')
  })
})

describe('a folder', () => {
  it('with Python in it, or naming some, is marked and nothing is run', async () => {
    const path = writeTinyCheckpoint(temporaryFolder())
    expect((await openCheckpoint(path)).containsCode).toBe(false)
    const named = { ...tinyConfig, auto_map: { AutoModel: 'modeling.Evil' } }
    expect((await openCheckpoint(writeTinyCheckpoint(temporaryFolder(), named))).containsCode).toBe(
      true
    )
    writeFileSync(join(path, 'modeling.py'), 'raise SystemExit(1)')
    expect((await openCheckpoint(path)).containsCode).toBe(true)
  })

  it('may have any name, and links to itself', async () => {
    const parent = temporaryFolder()
    const path = writeTinyCheckpoint(join(parent, 'mein Modell – 模型'))
    symlinkSync(path, join(parent, 'link'))
    const checkpoint = await openCheckpoint(join(parent, 'link'))
    expect(checkpoint).toMatchObject({ folder: path, name: 'mein Modell – 模型' })
  })

  it('is named by its folder, with the parent where trainers give all folders that name', async () => {
    const parent = temporaryFolder()
    for (const [name, expected] of [
      ['my-model', 'my-model'],
      ['checkpoint', `${basename(parent)}/checkpoint`],
      ['checkpoint-500', `${basename(parent)}/checkpoint-500`]
    ] as const) {
      const folder = join(parent, name)
      mkdirSync(folder)
      writeTinyCheckpoint(folder)
      expect((await openCheckpoint(folder)).name).toBe(expected)
    }
  })

  it('without a config, or with a broken one, is a typed error', async () => {
    const path = writeTinyCheckpoint(temporaryFolder())
    writeFileSync(join(path, 'config.json'), '{"model_type": "llama",}')
    expect(await failureOf(() => openCheckpoint(path))).toMatchObject({
      code: 'checkpoint/malformed',
      file: 'config.json',
      offsetBytes: 23
    })
    rmSync(join(path, 'config.json'))
    const missing = await failureOf(() => openCheckpoint(path))
    expect(missing.message).toBe('config.json: is missing (ENOENT)')
    rmSync(path, { recursive: true })
    expect((await failureOf(() => openCheckpoint(path))).code).toBe('checkpoint/unreadable')
  })

  it('is described as plain data', async () => {
    const checkpoint = await openCheckpoint(join(fixtures, 'mistral', 'checkpoint'))
    const description = describeCheckpoint(checkpoint)
    expect(structuredClone(description)).toEqual(description)
    expect(description).toMatchObject({
      nTensors: 30,
      nParameters: 201_920,
      dtypes: [{ dtype: 'BF16', nTensors: 30, sizeBytes: 403_840 }],
      files: [
        { name: 'model-00001-of-00002.safetensors', sizeBytes: 226_712 },
        { name: 'model-00002-of-00002.safetensors', sizeBytes: 180_256 }
      ],
      sizeBytes: 406_968
    })
  })
})

describe('a Hugging Face cache', () => {
  const revision = '0123456789abcdef0123456789abcdef01234567'

  /** The mistral golden as the hub's client lays it out: blobs by hash, links by name. */
  function writeCache(): { entry: string; snapshot: string } {
    const entry = join(temporaryFolder(), 'models--org--tiny--mistral')
    const snapshot = join(entry, 'snapshots', revision)
    mkdirSync(snapshot, { recursive: true })
    mkdirSync(join(entry, 'refs'))
    writeFileSync(join(entry, 'refs', 'main'), revision)
    const source = join(fixtures, 'mistral', 'checkpoint')
    cpSync(source, join(entry, 'blobs'), { recursive: true })
    for (const [i, name] of readdirSync(source).entries()) {
      renameSync(join(entry, 'blobs', name), join(entry, 'blobs', `b10b${i}`))
      symlinkSync(`../../blobs/b10b${i}`, join(snapshot, name))
    }
    return { entry, snapshot }
  }

  it('opens by its snapshot: links to blobs, whose real paths are kept', async () => {
    const { entry, snapshot } = writeCache()
    const { name, files, warnings } = await openCheckpoint(snapshot)
    expect(name).toBe('org/tiny/mistral')
    expect(warnings).toEqual([])
    expect(files).toHaveLength(2)
    for (const file of files)
      expect(file.realPath.startsWith(join(entry, 'blobs', 'b10b'))).toBe(true)
    expect(files[0]?.name).toBe('model-00001-of-00002.safetensors')
  })

  it('opens by its entry: the revision that main names', async () => {
    const { entry, snapshot } = writeCache()
    expect((await openCheckpoint(entry)).folder).toBe(snapshot)
    writeFileSync(join(entry, 'refs', 'main'), '../../../etc')
    const error = await failureOf(() => openCheckpoint(entry))
    expect(error.message).toContain('is not a revision')
  })
})
