/** The header of a safetensors file, checked against every rule of the format (PAR-10 to PAR-17). */
import { AppError } from '../errors.ts'
import { dtypeBits, isDtype, multiplyExactly, type Dtype } from './dtypes.ts'
import { isJsonObject } from './json-file.ts'
import { parseStrictJson, type JsonObject, type JsonValue } from './strict-json.ts'

/** Length field: a little-endian u64 before the header. */
export const prefixBytes = 8
/** The reference implementation's limit, decimal. */
export const maxHeaderBytes = 100_000_000

/** A tensor as its header describes it. */
export interface TensorEntry {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  /** From the start of the file. */
  readonly offsetBytes: number
  readonly lengthBytes: number
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>
  /** In the order of their bytes. */
  readonly tensors: readonly TensorEntry[]
}

interface FileFacts {
  readonly name: string
  readonly sizeBytes: number
}

/**
 * Where the header lies, from the file's first eight bytes.
 *
 * @returns its length in bytes, at most what the file has and `maxHeaderBytes`
 */
export function planHeader(prefix: Uint8Array, file: FileFacts): number {
  const declared = new DataView(prefix.buffer, prefix.byteOffset, prefixBytes).getBigUint64(0, true)
  if (declared > BigInt(maxHeaderBytes)) {
    const format = recogniseFormat(prefix)
    throw malformed(
      file,
      `header of ${declared} bytes declared, expected at most ${maxHeaderBytes}`,
      0,
      {
        hint: format
          ? `The file looks like ${format}; convert it to safetensors.`
          : 'The file is damaged or is not safetensors; copy or download it again.'
      }
    )
  }
  const lengthBytes = Number(declared)
  if (prefixBytes + lengthBytes > file.sizeBytes) {
    const room = file.sizeBytes - prefixBytes
    throw malformed(
      file,
      `header of ${lengthBytes} bytes declared, the file has ${room} after its length`,
      0,
      {
        hint: 'The file is cut short; copy or download it again.'
      }
    )
  }
  return lengthBytes
}

// Only asked when the length is impossible: these beginnings make one.
function recogniseFormat(prefix: Uint8Array): string | undefined {
  const start = Buffer.from(prefix).toString('latin1')
  if (start.startsWith('PK\x03\x04')) return 'a PyTorch zip file'
  if (start.startsWith('GGUF')) return 'a GGUF file'
  if (start.startsWith('\x80')) return 'a Python pickle'
  if (start.startsWith('\x1f\x8b')) return 'a gzip archive'
  if (start.startsWith('7z\xbc\xaf')) return 'a 7z archive'
  if (start.startsWith('\x89HDF')) return 'an HDF5 file'
  return undefined
}

/**
 * Reads the header's text.
 *
 * @param bytes  the header, without the length before it
 */
export function parseHeader(bytes: Uint8Array, file: FileFacts): SafetensorsHeader {
  const root = parseStrictJson(bytes, {
    file: file.name,
    numbers: 'exact-integers',
    startBytes: prefixBytes
  })
  if (!isJsonObject(root)) throw malformed(file, 'the header is not a JSON object', prefixBytes)
  const dataStart = prefixBytes + bytes.byteLength
  const tensors: TensorEntry[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, value] of Object.entries(root)) {
    if (name === '__metadata__') metadata = readMetadata(value, file)
    else tensors.push(readTensor(name, value, dataStart, new Located(file, bytes, name)))
  }
  tensors.sort((a, b) => a.offsetBytes - b.offsetBytes || a.lengthBytes - b.lengthBytes)
  checkLayout(tensors, dataStart, file, bytes)
  return { metadata, tensors }
}

function readMetadata(value: JsonValue, file: FileFacts): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>()
  if (!isJsonObject(value)) throw malformed(file, '__metadata__ is not an object', prefixBytes)
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw malformed(file, `__metadata__ ${JSON.stringify(key)} is not a string`, prefixBytes)
    }
    metadata.set(key, text)
  }
  return metadata
}

function readTensor(name: string, value: JsonValue, dataStart: number, at: Located): TensorEntry {
  if (!isJsonObject(value)) throw at.malformed('is not an object')
  const keys = Object.keys(value).sort().join(', ')
  if (keys !== 'data_offsets, dtype, shape') {
    throw at.malformed(`has the fields ${keys || 'none'}, expected data_offsets, dtype, shape`)
  }
  const dtype = readDtype(value, at)
  const shape = readSizes(value['shape'], 'shape', at)
  const offsets = readSizes(value['data_offsets'], 'data_offsets', at)
  const [begin, end] = offsets
  if (begin === undefined || end === undefined || offsets.length !== 2) {
    throw at.malformed(`data_offsets has ${offsets.length} numbers, expected 2`)
  }
  if (end < begin) throw at.malformed(`data_offsets end at ${end}, before they begin at ${begin}`)
  const needed = countBytes(dtype, shape, at)
  if (needed !== end - begin) {
    throw at.malformed(
      `data_offsets span ${end - begin} bytes, ${dtype} [${shape.join(', ')}] needs ${needed}`
    )
  }
  return { name, dtype, shape, offsetBytes: dataStart + begin, lengthBytes: needed }
}

function readDtype(value: JsonObject, at: Located): Dtype {
  const dtype = value['dtype']
  if (typeof dtype !== 'string') throw at.malformed('dtype is not a string')
  if (!isDtype(dtype)) {
    const known = Object.keys(dtypeBits).join(', ')
    throw at.error(
      'checkpoint/unsupported',
      `dtype ${JSON.stringify(dtype)}, expected one of ${known}`
    )
  }
  return dtype
}

function readSizes(value: JsonValue | undefined, field: string, at: Located): readonly number[] {
  if (!Array.isArray(value)) throw at.malformed(`${field} is not a list`)
  return value.map((size: JsonValue) => {
    if (typeof size !== 'number' || size < 0) {
      throw at.malformed(`${field} holds ${JSON.stringify(size)}, expected integers from 0 on`)
    }
    return size
  })
}

function countBytes(dtype: Dtype, shape: readonly number[], at: Located): number {
  const bits = multiplyExactly([...shape, dtypeBits[dtype]])
  if (bits === null) throw at.malformed(`shape [${shape.join(', ')}] has more bits than 2^53 − 1`)
  if (bits % 8 !== 0) throw at.malformed(`${bits} bits of ${dtype} do not fill whole bytes`)
  return bits / 8
}

/** The tensors' bytes follow each other without a gap and end where the file ends. */
function checkLayout(
  tensors: readonly TensorEntry[],
  dataStart: number,
  file: FileFacts,
  header: Uint8Array
): void {
  let expected = dataStart
  for (const { name, offsetBytes, lengthBytes } of tensors) {
    if (offsetBytes !== expected) {
      throw new Located(file, header, name).malformed(
        `data begins at ${offsetBytes - dataStart}, expected ${expected - dataStart}, where the one before ends`
      )
    }
    expected += lengthBytes
  }
  if (expected !== file.sizeBytes) {
    const hint =
      expected > file.sizeBytes ? 'The file is cut short' : 'The file has bytes that no tensor owns'
    throw malformed(
      file,
      `tensors end at byte ${expected}, the file at ${file.sizeBytes}`,
      file.sizeBytes,
      {
        hint: `${hint}; copy or download it again.`
      }
    )
  }
}

/** Errors about one tensor: its name in the message, the place of its key in the file as offset. */
class Located {
  readonly #file: FileFacts
  readonly #header: Uint8Array
  readonly #name: string

  constructor(file: FileFacts, header: Uint8Array, name: string) {
    this.#file = file
    this.#header = header
    this.#name = name
  }

  malformed(problem: string): AppError {
    return this.error('checkpoint/malformed', problem)
  }

  error(code: 'checkpoint/malformed' | 'checkpoint/unsupported', problem: string): AppError {
    const { buffer, byteOffset, byteLength } = this.#header
    const found = Buffer.from(buffer, byteOffset, byteLength).indexOf(JSON.stringify(this.#name))
    return new AppError(
      code,
      `${this.#file.name}: tensor ${JSON.stringify(this.#name)}: ${problem}`,
      {
        file: this.#file.name,
        offsetBytes: prefixBytes + Math.max(found, 0)
      }
    )
  }
}

function malformed(
  file: FileFacts,
  problem: string,
  offsetBytes: number,
  more: { hint?: string } = {}
) {
  return new AppError('checkpoint/malformed', `${file.name}: ${problem}`, {
    file: file.name,
    offsetBytes,
    ...more
  })
}
