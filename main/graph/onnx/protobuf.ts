/** The part of the protocol-buffers wire format that writing an ONNX model needs (varint, fixed32, bytes). */

const varintType = 0
const bytesType = 2
const fixed32Type = 5

/** Collects the fields of one message. */
export class MessageWriter {
  readonly #chunks: Uint8Array[] = []
  #lengthBytes = 0

  /** An int64 field; negative values take ten bytes, as the format demands. */
  integer(field: number, value: number | bigint): this {
    this.#tag(field, varintType)
    this.#push(varint(BigInt(value)))
    return this
  }

  float(field: number, value: number): this {
    this.#tag(field, fixed32Type)
    this.#push(new Uint8Array(new Float32Array([value]).buffer))
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, bytesType)
    this.#push(varint(BigInt(value.length)))
    this.#push(value)
    return this
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish())
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#lengthBytes)
    let offset = 0
    for (const chunk of this.#chunks) {
      all.set(chunk, offset)
      offset += chunk.length
    }
    return all
  }

  #tag(field: number, wireType: number): void {
    this.#push(varint(BigInt(field * 8 + wireType)))
  }

  #push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#lengthBytes += chunk.length
  }
}

function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value)
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}
