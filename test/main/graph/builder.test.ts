import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { GraphBuilder } from '../../../main/graph/builder.ts'
import { cpu } from '../../../main/runtime/device.ts'
import { createSession } from '../../../main/runtime/session.ts'
import { floats, integers } from '../../../main/runtime/tensor.ts'
import { failureOf } from '../../helpers/failure.ts'
import { runGraph } from '../../helpers/run-graph.ts'

describe('a graph that the builder writes runs in onnxruntime', () => {
  it('with integer, negative integer, list, text and float attributes', async () => {
    const graph = new GraphBuilder('attributes')
    const x = graph.input('x', 'float32', [2, 3])
    const turned = graph.node('Transpose', [x], { perm: [1, 0] })
    const soft = graph.node('Softmax', [turned], { axis: -1 })
    const padded = graph.node('Pad', [soft, graph.integers([0, 1, 0, 0])], { mode: 'constant' })
    graph.output('y', graph.node('LeakyRelu', [padded], { alpha: { float: 0.5 } }), [3, 3])
    const { y } = await runGraph(graph, { x: floats(Float32Array.of(0, 0, 0, 0, 0, 0), [2, 3]) })
    expect([...y!]).toEqual([0, 0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5])
  })

  it('with operators of its own set, left-out inputs and unknown sizes', async () => {
    const graph = new GraphBuilder('contrib')
    const x = graph.input('x', 'float32', ['rows', 2])
    const product = graph.contrib('FusedMatMul', [x, x], { transB: 1, alpha: { float: 2 } })
    const bounded = graph.node('Clip', [product, null, graph.floats([10], [])])
    graph.output('y', bounded, ['rows', 'rows'])
    const { y } = await runGraph(graph, { x: floats(Float32Array.of(1, 2, 3, 4), [2, 2]) })
    expect([...y!]).toEqual([10, 10, 10, 10])
    const negative = await runGraph(graph, { x: floats(Float32Array.of(1, 2, -3, -4), [2, 2]) })
    expect([...negative['y']!]).toEqual([10, -22, -22, 10])
  })

  it('with large and negative int64 constants', async () => {
    const graph = new GraphBuilder('integers')
    const x = graph.input('x', 'float32', [4])
    const axes = graph.integers([0])
    const last = graph.node('Slice', [
      x,
      graph.integers([-1]),
      graph.integers([Number.MAX_SAFE_INTEGER]),
      axes
    ])
    graph.output('y', last, [1])
    const { y } = await runGraph(graph, { x: floats(Float32Array.of(1, 2, 3, 4), [4]) })
    expect([...y!]).toEqual([4])
  })

  it('with an output that is an input', async () => {
    const graph = new GraphBuilder('identity')
    graph.output('y', graph.input('x', 'float32', [2]), [2])
    const { y } = await runGraph(graph, { x: floats(Float32Array.of(7, 8), [2]) })
    expect([...y!]).toEqual([7, 8])
  })

  it('with a weight read in place, from an offset inside a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shiftlens-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    // Seven bytes of something else in front: the offset need not be a multiple of four.
    const values = new Uint8Array(Float32Array.of(2, -3).buffer)
    writeFileSync(join(folder, 'weights.bin'), Buffer.concat([Buffer.alloc(7, 0xff), values]))
    const graph = new GraphBuilder('external')
    const weight = graph.external('w', 'float32', [2], {
      location: 'weights.bin',
      offsetBytes: 7,
      lengthBytes: 8
    })
    graph.output('y', graph.node('Mul', [graph.input('x', 'float32', [2]), weight]), [2])
    const session = await createSession(graph.encode(), {
      device: cpu,
      nThreads: 1,
      weightsFolder: folder,
      use: 'often'
    })
    const { y } = await session.run({ x: floats(Float32Array.of(10, 10), [2]) })
    await session.release()
    expect([...y!]).toEqual([20, -30])
  })
})

it('keeps equal constants once', () => {
  const graph = new GraphBuilder('constants')
  expect(graph.integers([1, 2])).toBe(graph.integers([1, 2]))
  expect(graph.integers([1, 2])).not.toBe(graph.integers([12]))
  expect(graph.floats([1], [])).toBe(graph.floats([1], []))
  expect(graph.floats([1], [])).not.toBe(graph.floats([1], [1]))
})

describe('what onnxruntime refuses comes back as an error of ours', () => {
  it('a graph that it cannot load', async () => {
    const graph = new GraphBuilder('broken')
    graph.output('y', graph.node('NoSuchOperator', [graph.input('x', 'float32', [1])]), [1])
    const error = await failureOf(() => runGraph(graph, {}))
    expect(error.code).toBe('engine/load-failed')
    expect(error.message).toContain('NoSuchOperator')
  })

  it('shapes that do not fit', async () => {
    const graph = new GraphBuilder('shapes')
    const x = graph.input('x', 'float32', ['a', 'b'])
    graph.output('y', graph.node('MatMul', [x, x]), ['a', 'b'])
    const feeds = { x: floats(new Float32Array(6), [2, 3]) }
    expect((await failureOf(() => runGraph(graph, feeds))).code).toBe('engine/run-failed')
  })

  it('an input that is not given, named', async () => {
    const graph = new GraphBuilder('inputs')
    graph.output('y', graph.input('x', 'float32', [1]), [1])
    const error = await failureOf(() => runGraph(graph, { z: integers([1]) }))
    expect(error.message).toBe('graph input "x" was not given')
  })
})
