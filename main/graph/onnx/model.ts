/** ONNX IR (onnx.proto3, IR version 10) as plain data, and its bytes. */
import { MessageWriter } from './protobuf.ts'

/** TensorProto.DataType */
export const dataTypes = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16
} as const
export type DataType = keyof typeof dataTypes

export type Attribute = number | string | readonly number[] | { readonly float: number }

export interface Node {
  readonly operator: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A weight that stays where it is: a byte range of a file in the session's folder. */
export interface ExternalData {
  readonly location: string
  readonly offsetBytes: number
  readonly lengthBytes: number
}

export interface Initializer {
  readonly name: string
  readonly type: DataType
  readonly shape: readonly number[]
  readonly data: Uint8Array | ExternalData
}

/** A graph input or output; a string is a dimension known only when the graph runs. */
export interface Port {
  readonly name: string
  readonly type: DataType
  readonly shape: readonly (number | string)[]
}

export interface Graph {
  readonly name: string
  readonly nodes: readonly Node[]
  readonly initializers: readonly Initializer[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const irVersion = 10
const opsetVersion = 21
/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, integer: 2, text: 3, integers: 7 } as const

export function encodeModel(graph: Graph): Uint8Array {
  return new MessageWriter()
    .integer(1, irVersion)
    .text(2, 'shiftlens')
    .message(7, encodeGraph(graph))
    .message(8, new MessageWriter().text(1, '').integer(2, opsetVersion))
    .message(8, new MessageWriter().text(1, 'com.microsoft').integer(2, 1))
    .finish()
}

function encodeGraph(graph: Graph): MessageWriter {
  const message = new MessageWriter()
  for (const node of graph.nodes) message.message(1, encodeNode(node))
  message.text(2, graph.name)
  for (const initializer of graph.initializers) message.message(5, encodeInitializer(initializer))
  for (const port of graph.inputs) message.message(11, encodePort(port))
  for (const port of graph.outputs) message.message(12, encodePort(port))
  return message
}

function encodeNode(node: Node): MessageWriter {
  const message = new MessageWriter()
  for (const input of node.inputs) message.text(1, input)
  for (const output of node.outputs) message.text(2, output)
  message.text(4, node.operator)
  for (const [name, value] of Object.entries(node.attributes)) {
    message.message(5, encodeAttribute(name, value))
  }
  return message.text(7, node.domain)
}

function encodeAttribute(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, name)
  if (typeof value === 'number')
    return message.integer(3, value).integer(20, attributeTypes.integer)
  if (typeof value === 'string') return message.text(4, value).integer(20, attributeTypes.text)
  if ('float' in value) return message.float(2, value.float).integer(20, attributeTypes.float)
  for (const item of value) message.integer(8, item)
  return message.integer(20, attributeTypes.integers)
}

function encodeInitializer({ name, type, shape, data }: Initializer): MessageWriter {
  const message = new MessageWriter()
  for (const size of shape) message.integer(1, size)
  message.integer(2, dataTypes[type]).text(8, name)
  if (data instanceof Uint8Array) return message.bytes(9, data)
  const entries = { location: data.location, offset: data.offsetBytes, length: data.lengthBytes }
  for (const [key, value] of Object.entries(entries)) {
    message.message(13, new MessageWriter().text(1, key).text(2, String(value)))
  }
  const external = 1
  return message.integer(14, external)
}

function encodePort({ name, type, shape }: Port): MessageWriter {
  const dimensions = new MessageWriter()
  for (const size of shape) {
    const dimension = new MessageWriter()
    if (typeof size === 'number') dimension.integer(1, size)
    else dimension.text(2, size)
    dimensions.message(1, dimension)
  }
  const tensor = new MessageWriter().integer(1, dataTypes[type]).message(2, dimensions)
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor))
}
