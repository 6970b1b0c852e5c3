import {
  encodeModel,
  type Attribute,
  type DataType,
  type ExternalData,
  type Initializer,
  type Node,
  type Port
} from './onnx/model.ts'

/** A tensor inside a graph under construction. */
export interface Value {
  readonly name: string
}

/** Appends nodes to one ONNX graph. Ops use it; it knows no mathematics. */
export class GraphBuilder {
  readonly #name: string
  readonly #nodes: Node[] = []
  readonly #initializers: Initializer[] = []
  readonly #inputs: Port[] = []
  readonly #outputs: Port[] = []
  /** Constants by content, so that a shape vector that is used a hundred times lies there once. */
  readonly #constants = new Map<string, Value>()
  #nextId = 0

  constructor(name: string) {
    this.#name = name
  }

  /** A run-time input; strings are dimensions known only then. */
  input(name: string, type: DataType, shape: readonly (number | string)[]): Value {
    this.#inputs.push({ name, type, shape })
    return { name }
  }

  output(name: string, value: Value, shape: readonly (number | string)[]): void {
    // An Identity gives the output its name wherever the value comes from, also from an input.
    this.#nodes.push({
      operator: 'Identity',
      domain: '',
      inputs: [value.name],
      outputs: [name],
      attributes: {}
    })
    this.#outputs.push({ name, type: 'float32', shape })
  }

  /** One node with one output. */
  node(
    operator: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, Attribute>> = {}
  ): Value {
    return this.#append(operator, '', inputs, attributes)
  }

  /** One node of onnxruntime's own operator set, with one output. */
  contrib(
    operator: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, Attribute>> = {}
  ): Value {
    return this.#append(operator, 'com.microsoft', inputs, attributes)
  }

  integers(values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt)
    return this.#constant(`i:${values.join()}`, 'int64', [values.length], data)
  }

  /** A float32 constant of any shape. */
  floats(values: readonly number[], shape: readonly number[]): Value {
    return this.#constant(
      `f:${shape.join()}:${values.join()}`,
      'float32',
      shape,
      Float32Array.from(values)
    )
  }

  /** A weight that stays in its file. */
  external(name: string, type: DataType, shape: readonly number[], data: ExternalData): Value {
    if (!this.#initializers.some((known) => known.name === name)) {
      this.#initializers.push({ name, type, shape, data })
    }
    return { name }
  }

  encode(): Uint8Array {
    return encodeModel({
      name: this.#name,
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: this.#inputs,
      outputs: this.#outputs
    })
  }

  #append(
    operator: string,
    domain: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, Attribute>>
  ): Value {
    const output = `${operator}.${this.#nextId++}`
    const names = inputs.map((input) => input?.name ?? '')
    this.#nodes.push({ operator, domain, inputs: names, outputs: [output], attributes })
    return { name: output }
  }

  #constant(
    key: string,
    type: DataType,
    shape: readonly number[],
    data: BigInt64Array | Float32Array
  ): Value {
    const known = this.#constants.get(key)
    if (known) return known
    const name = `constant.${this.#nextId++}`
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    this.#initializers.push({ name, type, shape, data: bytes })
    const value = { name }
    this.#constants.set(key, value)
    return value
  }
}
